-- through a filter: yes
-- One row per number of days: how many requests of one agency took them, from $first to $last.
select days, sum(requests)::bigint as requests
from day_count
where measure = $measure
    and agency_id = $agency
    and ($everything or list_contains($agencies, agency_id))
    and month between $first and $last
group by days
order by days nulls last
