-- through a filter: yes
-- One row per month of one agency ($agency null: of every one in sight) and one measure; `squares`
-- is the sum of squared deviations of the month's days from their mean.
with sums as (
    select
        agency_id,
        month,
        sum(requests) as n,
        sum(days::bigint * requests) as total,
        sum(days::bigint * days * requests) as of_squares
    from day_count
    where measure = $measure and agency_id = coalesce($agency, agency_id)
    group by agency_id, month
)
select
    agency_month.*,
    (sums.n * sums.of_squares - sums.total * sums.total)::double / sums.n as squares
from agency_month
left join sums on sums.agency_id = agency_month.agency_id and sums.month = agency_month.month
where agency_month.measure = $measure
    and ($everything or list_contains($agencies, agency_month.agency_id))
    and agency_month.agency_id = coalesce($agency, agency_month.agency_id)
order by agency_month.agency_id nulls last, agency_month.month nulls last
