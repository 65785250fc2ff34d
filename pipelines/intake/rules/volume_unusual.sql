-- rows a month far under or over the agency's usual number
with volume as (
    select file, count(*) / count(distinct date_trunc('month', event_date)) as rows
    from accepted
    where file in (select file from sent where usual_rows is not null)
    group by file
)
select file, null as line, null as "column", round(rows)::bigint::varchar as value
from volume inner join sent using (file)
where rows * getvariable('volume_factor') < usual_rows
    or rows > usual_rows * getvariable('volume_factor')
