-- One row per time measure, period and agency with a counted request (agency empty: the state): the
-- days that half, and nine in ten, took at most; linear interpolation between ranks (type 7).
with counted as (
    select
        interval_count.dimension,
        interval_count.member,
        interval_count.measure,
        period.grain,
        period.starts,
        interval_count.agency_id,
        interval_count.days,
        sum(interval_count.requests) as requests
    from interval_count
    inner join period on period.month = interval_count.month
    where interval_count.days is not null
    group by grouping sets (
        (dimension, member, measure, grain, starts, agency_id, days),
        (dimension, member, measure, grain, starts, days)
    )
),

ranked as (
    select
        counted.*,
        sum(requests) over (
            partition by dimension, member, measure, grain, starts, agency_id
            order by days nulls last
            rows between unbounded preceding and current row
        ) as up_to,
        sum(requests) over (
            partition by dimension, member, measure, grain, starts, agency_id
        ) as n
    from counted
),

-- the rank that lies half, and nine tenths, of the way from the first, 0, to the last, n - 1
placed as (
    select
        ranked.*,
        cast(5 * (n - 1) as double) / 10 as half,
        cast(9 * (n - 1) as double) / 10 as nine_tenths
    from ranked
),

nearest as (
    select
        dimension,
        member,
        measure,
        grain,
        starts,
        agency_id,
        min(case when up_to > floor(half) then days end) as below_half,
        min(case when up_to > ceil(half) then days end) as above_half,
        max(half - floor(half)) as past_half,
        min(case when up_to > floor(nine_tenths) then days end) as below_nine,
        min(case when up_to > ceil(nine_tenths) then days end) as above_nine,
        max(nine_tenths - floor(nine_tenths)) as past_nine
    from placed
    group by dimension, member, measure, grain, starts, agency_id
)

select
    dimension,
    member,
    measure,
    grain,
    starts,
    agency_id,
    below_half + (above_half - below_half) * past_half as median_days,
    below_nine + (above_nine - below_nine) * past_nine as p90_days
from nearest
