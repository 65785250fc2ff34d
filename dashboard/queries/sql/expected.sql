-- through a filter: no
-- One row per measure: the state's newest final month.
select measure, max(month) as month
from state_month
where not provisional and not warming_up and value is not null
group by measure
order by measure
