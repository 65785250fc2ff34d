-- One row per measure, period and agency (agency empty: the state): the volume of its months, and
-- how much of it lies in months that are not final.
select
    month_volume.measure,
    period.grain,
    period.starts,
    month_volume.agency_id,
    sum(month_volume.volume) as volume,
    sum(case when provisional then month_volume.volume else 0 end) as provisional,
    sum(case when provisional_7 then month_volume.volume else 0 end) as provisional_7,
    sum(case when provisional_30 then month_volume.volume else 0 end) as provisional_30
from month_volume
inner join period on period.month = month_volume.month
group by grouping sets (
    (month_volume.measure, period.grain, period.starts, month_volume.agency_id),
    (month_volume.measure, period.grain, period.starts)
)
