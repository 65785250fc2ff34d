-- one row per client of a file: what the rules that look across rows ask of a client's accepted rows
create or replace temp table client as
select
    file,
    client,
    min(event_date) filter (event_type = 'first_contact') as contacted,
    min(event_date) filter (event_type = 'assessment') as assessed,
    min(event_date) filter (event_type = 'detox_admission') as admitted,
    min(event_date) filter (event_type = 'detox_discharge') as discharged,
    max(event_date) filter (event_type = 'detox_discharge') as last_discharged,
    count(*) filter (event_type = 'detox_admission') as admissions,
    count(*) filter (event_type = 'detox_discharge') as discharges,
    coalesce(min(person) <> max(person), false) as has_two_keys
from accepted
group by file, client
