-- through a filter: no
-- One row per agency in sight that lacks something: the months to date it has not sent, sent before
-- they had ended, or never sent at all. A measure of time says it for all of them.
with months as (
    select
        agency_id,
        list(month order by month) filter (status = 'missing') as missing,
        list(month order by month) filter (status <> 'missing' and provisional) as unfinished
    from agency_month
    where measure = (select min(key) from measure where unit = 'days')
        and month <= (select data_through from board)
    group by agency_id
)
select
    agency.agency_id,
    agency.name,
    agency.contact_name,
    agency.contact_email,
    agency.data_through,
    months.agency_id is null as never,
    coalesce(months.missing, []) as missing,
    coalesce(months.unfinished, []) as unfinished
from agency
left join months using (agency_id)
where ($everything or list_contains($agencies, agency.agency_id))
    and (months.agency_id is null or len(missing) > 0 or len(unfinished) > 0)
order by agency.name nulls last, agency.agency_id
