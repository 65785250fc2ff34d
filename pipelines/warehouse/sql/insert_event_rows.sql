-- adds the arriving rows, each to its month's version, under the store's own numbers
insert into event_row
select
    submission.submission_id, arriving.agency_id, client.client,
    person.person_key, case when person.person_key is not null then 1 end,
    event_type, event_date, discharge_reason, closure_reason, service_code, discharge_to,
    site_id, level_of_care, referral_source, program, record
from arriving
inner join submission
    on submission.delivery_id = $delivery_id
    and submission.agency_id = arriving.agency_id
    and submission.month = cast(date_trunc('month', arriving.event_date) as date)
inner join client on client.pseudonym = arriving.client_pseudonym
left join person on person.pseudonym = arriving.person_pseudonym
