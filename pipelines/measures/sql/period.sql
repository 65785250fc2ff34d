-- One row per month and grain: the month itself, its quarter and its year.
select
    'month' as grain,
    cast(month as string) as period,
    month as starts,
    last_day(month) as ends,
    month
from month

union all

select
    'quarter' as grain,
    concat(cast(year(month) as string), '-Q', cast(quarter(month) as string)) as period,
    cast(date_trunc('quarter', month) as date) as starts,
    last_day(cast(date_trunc('quarter', month) + interval 2 month as date)) as ends,
    month
from month

union all

select
    'year' as grain,
    cast(year(month) as string) as period,
    cast(date_trunc('year', month) as date) as starts,
    last_day(cast(date_trunc('year', month) + interval 11 month as date)) as ends,
    month
from month
