-- One row per agency, measure and month of its history: how much it counted (requests; persons of a
-- follow-up measure), and how much of the month it usually makes. A month that is missing weighs
-- the mean of the agency's 12 received months before it; where there are none, of its first 12.
-- Volumes are in 1/27720, so that the mean of any 1 to 12 months is a whole number.
with volumes as (
    select
        month_flags.agency_id,
        month_flags.measure,
        month_flags.month,
        month_flags.is_sent,
        month_flags.is_missing,
        month_flags.provisional,
        month_flags.provisional_7,
        month_flags.provisional_30,
        coalesce(interval_figures.counted, detox_figures.completed, 0) as counted
    from month_flags
    left join interval_figures
        on interval_figures.grain = 'month'
        and interval_figures.measure = month_flags.measure
        and interval_figures.agency_id = month_flags.agency_id
        and interval_figures.starts = month_flags.month
    left join detox_figures
        on detox_figures.grain = 'month'
        and detox_figures.measure = month_flags.measure
        and detox_figures.agency_id = month_flags.agency_id
        and detox_figures.starts = month_flags.month
),

received as (
    select
        agency_id,
        measure,
        month,
        row_number() over (partition by agency_id, measure order by month nulls last) as place,
        sum(counted) over (
            partition by agency_id, measure order by month nulls last
            rows between unbounded preceding and current row
        ) as up_to
    from volumes
    where is_sent and not is_missing
),

before_missing as (
    select
        volumes.agency_id,
        volumes.measure,
        volumes.month,
        max(case when received.month < volumes.month then received.place end) as places_before,
        max(received.place) as places
    from volumes
    inner join received
        on received.agency_id = volumes.agency_id and received.measure = volumes.measure
    where volumes.is_missing
    group by volumes.agency_id, volumes.measure, volumes.month
),

usual as (
    select
        before_missing.agency_id,
        before_missing.measure,
        before_missing.month,
        max(received.up_to) - max(case
            when received.place = coalesce(places_before, least(places, 12)) - 12
                then received.up_to
            else 0
        end) as counted,
        least(coalesce(places_before, places), 12) as months
    from before_missing
    inner join received
        on received.agency_id = before_missing.agency_id
        and received.measure = before_missing.measure
        and (
            received.place = coalesce(places_before, least(places, 12))
            or received.place = coalesce(places_before, least(places, 12)) - 12
        )
    group by
        before_missing.agency_id,
        before_missing.measure,
        before_missing.month,
        before_missing.places_before,
        before_missing.places
)

select
    volumes.agency_id,
    volumes.measure,
    volumes.month,
    volumes.provisional,
    volumes.provisional_7,
    volumes.provisional_30,
    cast(greatest(
        27720 * volumes.counted,
        coalesce(usual.counted * cast(27720 / usual.months as bigint), 0)
    ) as bigint) as volume
from volumes
left join usual
    on usual.agency_id = volumes.agency_id
    and usual.measure = volumes.measure
    and usual.month = volumes.month
