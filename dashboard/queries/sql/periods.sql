-- through a filter: no
-- One row per month, quarter and year of one measure, the newest first.
select 'month' as grain, strftime(month, '%Y-%m') as period, month as first,
    provisional or warming_up or value is null as not_final
from state_month
where measure = $measure
union all
select grain, period, make_date(
    left(period, 4)::int,
    case grain when 'year' then 1 else 3 * right(period, 1)::int - 2 end,
    1
) as first, provisional or warming_up or value is null as not_final
from state_period
where measure = $measure
order by grain nulls last, period desc nulls last
