-- One row per time measure, period and agency with something to count (agency empty: the state,
-- which pools the requests and never averages averages).
with flagged as (
    select
        interval_count.*,
        measure.standard_days,
        period.grain,
        period.starts,
        month_flags.warming_up
    from interval_count
    inner join measure on measure.measure = interval_count.measure
    inner join period on period.month = interval_count.month
    inner join month_flags
        on month_flags.agency_id = interval_count.agency_id
        and month_flags.measure = interval_count.measure
        and month_flags.month = interval_count.month
),

sums as (
    select
        dimension,
        member,
        measure,
        grain,
        starts,
        agency_id,
        sum(case when days is not null then requests else 0 end) as counted,
        sum(days * requests) as days,
        sum(case when days <= standard_days then requests else 0 end) as within,
        sum(case when outcome = 'held' then requests else 0 end) as held,
        sum(case when outcome = 'too_long' then requests else 0 end) as too_long,
        sum(case when outcome = 'no_contact' then requests else 0 end) as no_contact,
        sum(case when outcome = 'served_before' then requests else 0 end) as served_before,
        sum(case when days is not null and warming_up then requests else 0 end) as warming_up
    from flagged
    group by grouping sets (
        (dimension, member, measure, grain, starts, agency_id),
        (dimension, member, measure, grain, starts)
    )
)

select
    sums.dimension,
    sums.member,
    sums.measure,
    sums.grain,
    sums.starts,
    sums.agency_id,
    cast(counted as bigint) as counted,
    case when counted > 0 then cast(days as double) / cast(counted as double) end as value,
    cast(median_days as double) as median_days,
    cast(p90_days as double) as p90_days,
    cast(within as bigint) as within,
    cast(held as bigint) as held,
    cast(too_long as bigint) as too_long,
    cast(no_contact as bigint) as no_contact,
    cast(served_before as bigint) as served_before,
    cast(warming_up as bigint) as warming_up
from sums
left join interval_spread
    on coalesce(interval_spread.dimension, '') = coalesce(sums.dimension, '')
    and coalesce(interval_spread.member, '') = coalesce(sums.member, '')
    and interval_spread.measure = sums.measure
    and interval_spread.grain = sums.grain
    and interval_spread.starts = sums.starts
    and coalesce(interval_spread.agency_id, '') = coalesce(sums.agency_id, '')
