-- one row per file, in order: rows held and repeated, the reporting months, the agency of its rows
with held_rows as (
    select file, count(distinct line) as held from held group by file
),
repeated_rows as (
    select file, count(*) as repeated from repeated group by file
),
-- the agency of the most rows, of equal ones the first in the file
agencies as (
    select file, arg_max(agency, (rows, -first_line)) as agency
    from (
        select file, agency, count(*) as rows, min(line) as first_line
        from event where agency_well_formed group by file, agency
    )
    group by file
)
select
    coalesce(held, 0)::bigint as held,
    coalesce(repeated, 0)::bigint as repeated,
    reporting.first_month,
    reporting.last_month,
    coalesce(sent.uploader, agencies.agency) as agency
from sent
left join held_rows using (file)
left join repeated_rows using (file)
left join reporting using (file)
left join agencies using (file)
order by sent.file
