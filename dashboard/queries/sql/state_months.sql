-- through a filter: yes
-- One row per month of one measure, for the state; `squares` is the sum of squared deviations of
-- the month's days from their mean.
with sums as (
    select
        month,
        sum(requests) as n,
        sum(days::bigint * requests) as total,
        sum(days::bigint * days * requests) as of_squares
    from day_count
    where measure = $measure
    group by month
)
select
    state_month.*,
    (sums.n * sums.of_squares - sums.total * sums.total)::double / sums.n as squares
from state_month
left join sums on sums.month = state_month.month
where state_month.measure = $measure and $statewide
order by state_month.month nulls last
