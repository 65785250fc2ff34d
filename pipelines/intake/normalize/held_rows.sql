-- the held rows of kinds with at most $own_findings rows: each has a finding of its own
with few as (
    select file, code, "column" from held_kind
    group by file, code, "column"
    having sum(rows) <= $own_findings
)
select
    held.file,
    held.code,
    held.line,
    held."column",
    held.value,
    trim(spelled.raw) as record_id,
    line.event_type
from held
inner join few
    on held.file = few.file and held.code = few.code and held."column" is not distinct from few."column"
left join line on held.file = line.file and held.line = line.line
left join spelled_record_id as spelled on line.record_id_code = spelled.code
