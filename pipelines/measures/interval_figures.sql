-- One row per time measure, period and agency with something to count (agency empty: the state,
-- which pools the requests and never averages averages).
with placed as (
    select
        intervals.dimension,
        intervals.member,
        intervals.measure,
        intervals.agency_id,
        cast(date_trunc('month', intervals.ended) as date) as month,
        intervals.outcome,
        case when intervals.outcome = 'counted' then intervals.days end as days
    from intervals
),

flagged as (
    select
        placed.*,
        measure.standard_days,
        period.grain,
        period.starts,
        case when month_flags.warming_up and days is not null then 1 else 0 end as warming_up,
        case when month_flags.provisional and days is not null then 1 else 0 end as provisional
    from placed
    inner join measure on measure.measure = placed.measure
    inner join period on period.month = placed.month
    inner join month_flags
        on month_flags.agency_id = placed.agency_id
        and month_flags.measure = placed.measure
        and month_flags.month = placed.month
)

select
    dimension,
    member,
    measure,
    grain,
    starts,
    agency_id,
    cast(count(days) as bigint) as counted,
    cast(avg(days) as double) as value,
    cast(percentile(days, 0.5) as double) as median_days,
    cast(percentile(days, 0.9) as double) as p90_days,
    cast(sum(case when days <= standard_days then 1 else 0 end) as bigint) as within,
    cast(sum(case when outcome = 'held' then 1 else 0 end) as bigint) as held,
    cast(sum(case when outcome = 'no_contact' then 1 else 0 end) as bigint) as no_contact,
    cast(sum(case when outcome = 'served_before' then 1 else 0 end) as bigint) as served_before,
    cast(sum(warming_up) as bigint) as warming_up,
    cast(sum(provisional) as bigint) as provisional
from flagged
group by grouping sets (
    (dimension, member, measure, grain, starts, agency_id),
    (dimension, member, measure, grain, starts)
)
