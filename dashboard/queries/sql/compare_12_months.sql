-- through a filter: yes
-- One row per agency (null: the state): the 12 months to $period (2026-10), pooled: days over all
-- counted requests; a share over persons, each once a month and agency. Provisional as a quarter
-- is: by the usual share of the months that are not final. A figure times its n is a whole number
-- of days or persons, so every order gives the same bytes.
with volumes as (
    select
        agency_id, measure, month, sum(volume) as volume,
        coalesce(sum(volume) filter (provisional), 0) as provisional_volume
    from month_volume
    group by grouping sets ((agency_id, measure, month), (measure, month))
),
months as (
    select * from agency_month
    where $everything or list_contains($agencies, agency_id)
    union all by name
    select * exclude (agencies), 'received' as status from state_month
    where $statewide
),
window_ as (
    select
        months.*, volume, provisional_volume,
        strptime($period || '-01', '%Y-%m-%d')::date as last
    from months
    inner join volumes
        on volumes.agency_id is not distinct from months.agency_id
        and volumes.measure = months.measure
        and volumes.month = months.month
    where months.measure = $measure
)
select
    agency_id,
    sum(round(value * counted)::bigint) / sum(counted) as value,
    sum(counted)::bigint as counted,
    sum(entered)::bigint as entered,
    sum(completed)::bigint as completed,
    sum(numerator)::bigint as numerator,
    null::double as median_days,
    null::double as p90_days,
    sum(held)::bigint as held,
    sum(provisional_volume) > $pooled_share * sum(volume) as provisional,
    coalesce(sum(counted) filter (warming_up), 0) > $pooled_share * sum(counted) as warming_up,
    max(links_missing) as links_missing,
    12 as months,
    count(*) filter (status = 'received')::int as received
from window_
where month between last - interval 11 month and last
group by agency_id
having sum(counted) > 0
order by agency_id nulls first
