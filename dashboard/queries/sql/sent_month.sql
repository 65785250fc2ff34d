-- through a filter: no
-- One row: of the agencies active in the newest month, how many have sent it.
select
    count(*) as active,
    count(*) filter (status <> 'missing') as sent
from agency_month
where measure = (select min(key) from measure where unit = 'days')
    and month = (select date_trunc('month', data_through) from board)
    and ($everything or list_contains($agencies, agency_id))
