-- one row per agency, month and file of the arriving rows, with their number
create or replace temp table arriving_month as
select
    agency_id, cast(date_trunc('month', event_date) as date) as month, file,
    cast(count(*) as bigint) as rows
from arriving group by all
