-- through a filter: yes
-- One row per agency (null: the state): those who asked from $first to $last, and how they fared.
-- Within 7 or 14 days is asked only of the months of which it is known.
with months as (
    select * from agency_cohort
    where $everything or list_contains($agencies, agency_id)
    union all by name
    select * from state_cohort where $statewide
)
select
    agency_id,
    sum(contacts)::bigint as contacts,
    sum(seen)::bigint as seen,
    sum(closed)::bigint as closed,
    sum(waiting)::bigint as waiting,
    sum(not_seen)::bigint as not_seen,
    sum(seen_late)::bigint as seen_late,
    sum(already_in)::bigint as already_in,
    coalesce(sum(contacts) filter (known_7), 0)::bigint as known_contacts_7,
    coalesce(sum(contacts) filter (known_14), 0)::bigint as known_contacts_14,
    sum(assessed_7)::bigint as assessed_7,
    sum(assessed_14)::bigint as assessed_14,
    sum(started_14)::bigint as started_14
from months
where month between $first and $last
group by agency_id
having sum(contacts) > 0
order by agency_id nulls first
