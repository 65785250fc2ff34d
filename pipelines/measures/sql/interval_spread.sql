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

-- a group has one row for each number of days, so the order is total
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

-- ranks run from 0 to n - 1; half of the way lies `past_half` halves, nine tenths of it `past_nine`
-- tenths after a rank: whole numbers, so that every run gives the same bytes
placed as (
    select ranked.*, (n - 1) % 2 as past_half, 9 * (n - 1) % 10 as past_nine
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
        max(past_half) as past_half,
        min(case when 2 * up_to > n - 1 - past_half then days end) as below_half,
        min(case when 2 * up_to > n - 1 + past_half then days end) as above_half,
        max(past_nine) as past_nine,
        min(case when 10 * up_to > 9 * (n - 1) - past_nine then days end) as below_nine,
        min(case when 10 * up_to > 9 * (n - 1) + (10 - past_nine) % 10 then days end) as above_nine
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
    cast(2 * below_half + (above_half - below_half) * past_half as double) / 2 as median_days,
    cast(10 * below_nine + (above_nine - below_nine) * past_nine as double) / 10 as p90_days
from nearest
