-- the header again among the rows
with unreadable as (
    select
        file,
        line,
        lower(regexp_replace(type.raw, '[\s_]+', '', 'g')) as type_cell,
        lower(regexp_replace(date.raw, '[\s_]+', '', 'g')) as date_cell
    from event
    inner join spelled_event_type as type on event_type_code = type.code
    inner join spelled_event_date as date on event_date_code = date.code
    where date_form = 'unreadable' and event_type is null
)
select file, line, null as "column", null as value
from unreadable inner join sent using (file)
where type_cell = header_event_type and date_cell = header_event_date
