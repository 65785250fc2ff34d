-- One row per completed detox discharge that ended the person's stay (the index discharge).
with discharges as (
    select
        event.agency_id,
        person.person,
        event.event_date as discharged,
        event.site_id,
        event.level_of_care,
        event.referral_source
    from event
    inner join person
        on person.client = event.client
        and event.event_date >= person.starts
        and event.event_date < person.ends
    where event.event_type = 'detox_discharge'
        and event.discharge_reason in ('completed', 'completed_transfer')
),

admissions as (
    select distinct event.agency_id, person.person, event.event_date as admitted
    from event
    inner join person
        on person.client = event.client
        and event.event_date >= person.starts
        and event.event_date < person.ends
    where event.event_type = 'detox_admission'
),

gone_on as (
    select distinct discharges.agency_id, discharges.person, discharges.discharged
    from discharges
    cross join rule
    inner join admissions
        on admissions.person = discharges.person
        and admissions.admitted >= discharges.discharged
    where (admissions.admitted = discharges.discharged
            and admissions.agency_id <> discharges.agency_id)
        or (admissions.admitted > discharges.discharged
            and datediff(admissions.admitted, discharges.discharged) <= stay_goes_on_days)
)

select discharges.*
from discharges
left join gone_on
    on gone_on.agency_id = discharges.agency_id
    and gone_on.person = discharges.person
    and gone_on.discharged = discharges.discharged
where gone_on.person is null
