-- One row per index discharge: days to the person's next treatment service at any agency, and
-- days that the discharging agency's data reach beyond it; its month is the discharge's.
with services as (
    select distinct person.person, event.event_date as served
    from event
    inner join person
        on person.client = event.client
        and event.event_date >= person.starts
        and event.event_date < person.ends
    left join treatment_code on treatment_code.service_code = event.service_code
    where event.event_type = 'outpatient_service'
        and (event.service_code is null or treatment_code.service_code is not null)
)

select
    detox_stays.agency_id,
    detox_stays.person,
    detox_stays.discharged as ended,
    detox_stays.site_id,
    detox_stays.level_of_care,
    detox_stays.referral_source,
    min(datediff(services.served, detox_stays.discharged)) as days,
    max(datediff(data_through.data_through, detox_stays.discharged)) as days_known
from detox_stays
left join data_through on data_through.agency_id = detox_stays.agency_id
left join services
    on services.person = detox_stays.person
    and services.served >= detox_stays.discharged
group by
    detox_stays.agency_id,
    detox_stays.person,
    detox_stays.discharged,
    detox_stays.site_id,
    detox_stays.level_of_care,
    detox_stays.referral_source
