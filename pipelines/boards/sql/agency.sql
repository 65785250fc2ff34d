-- One row per agency of the register: who it is, and how far its data reach.
with reach as (
    select agency_id, last_day(max(month)) as data_through
    from sent
    where complete
    group by agency_id
),

linked as (
    select agency_id, bool_or(person_key is not null) as sends_person_key
    from event
    group by agency_id
)

select
    agency.*,
    reach.data_through,
    coalesce(linked.sends_person_key, false) as sends_person_key
from agency
left join reach on reach.agency_id = agency.agency_id
left join linked on linked.agency_id = agency.agency_id
order by agency.name, agency.agency_id
