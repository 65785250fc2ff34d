-- The word of the shared SQL that DuckDB does not know by Spark's name.

-- days from the earlier to the later date
create or replace temp macro datediff(later, earlier) as date_diff('day', earlier, later);
