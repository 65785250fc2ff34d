-- rows a month under half or over twice the agency's usual number
with volume as (
    select file, count(*) / count(distinct date_trunc('month', event_date)) as rows
    from accepted
    where file in (select file from sent where usual_rows is not null)
    group by file
)
select file, null as line, null as "column", round(rows)::bigint::varchar as value
from volume inner join sent using (file)
where rows * 2 < usual_rows or rows > usual_rows * 2
