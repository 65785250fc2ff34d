-- through a filter: yes
-- One row per measure and agency (agency_id null: the state): its newest final month, and how it
-- is shown with the state's newest final month.
with months as (
    select * from agency_month
    where $everything or list_contains($agencies, agency_id)
    union all by name
    select * exclude (agencies), 'received' as status from state_month
    where $statewide
),
final as (
    select * from months
    where status = 'received' and not provisional and not warming_up and value is not null
),
newest as (
    select agency_id, measure, max(month) as month
    from final
    group by agency_id, measure
),
expected as (
    select unnest($measures::varchar[]) as measure, unnest($months::date[]) as month
),
seen as (
    select agency_id, measure, sum(counted) + coalesce(sum(completed), 0) > 0 as ever
    from months
    group by agency_id, measure
)
select
    seen.agency_id,
    seen.measure,
    seen.ever,
    expected.month as expected,
    asked.status,
    coalesce(asked.provisional, false) as expected_provisional,
    now.month,
    now.value,
    now.counted,
    now.entered,
    now.completed,
    now.median_days,
    now.p90_days,
    now.held,
    now.too_long,
    now.no_contact,
    now.links_missing
from seen
left join expected using (measure)
left join newest
    on newest.agency_id is not distinct from seen.agency_id and newest.measure = seen.measure
left join final as now
    on now.agency_id is not distinct from newest.agency_id
    and now.measure = newest.measure
    and now.month = newest.month
left join months as asked
    on asked.agency_id is not distinct from seen.agency_id
    and asked.measure = seen.measure
    and asked.month = expected.month
order by seen.agency_id nulls first, seen.measure nulls last
