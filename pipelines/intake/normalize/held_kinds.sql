-- one row per file, code, column and event of the held rows; `kind` is one number a file, code and column
create or replace temp table held_kind as
select
    dense_rank() over (order by file, code, "column")::integer as kind,
    file,
    code,
    "column",
    event_type,
    count(*)::bigint as rows
from held left join line using (file, line)
group by file, code, "column", event_type
