-- One row per agency (empty: the state), measure and month, in order: what a control chart needs.
-- `squares` is the sum of squared deviations of the month's days from their mean; its numerator is
-- a whole number, so that it is 0 where nothing varies.
with sums as (
    select
        agency_id,
        measure,
        month,
        sum(requests) as n,
        sum(cast(days as bigint) * requests) as total,
        sum(cast(days as bigint) * days * requests) as of_squares
    from day_count
    group by grouping sets ((agency_id, measure, month), (measure, month))
),

months as (
    select agency_id, * exclude (agency_id, status) from agency_month
    union all by name select null as agency_id, * exclude (agencies) from state_month
)

select
    months.agency_id,
    months.measure,
    months.month,
    months.value,
    months.counted,
    months.numerator,
    months.denominator,
    months.warming_up,
    months.provisional,
    cast(sums.n * sums.of_squares - sums.total * sums.total as double) / sums.n as squares
from months
left join sums
    on sums.agency_id is not distinct from months.agency_id
    and sums.measure = months.measure
    and sums.month = months.month
order by months.agency_id nulls last, months.measure nulls last, months.month nulls last
