-- one row per accepted row, normalised, ids raw
select
    accepted.file,
    accepted.line,
    accepted.agency as agency_id,
    client.value as client_id,
    person.value as person_key,
    record.value as record_id,
    accepted.event_type,
    accepted.event_date,
    accepted.discharge_reason,
    accepted.closure_reason,
    service.value as service_code,
    place.value as discharge_to,
    site.value as site_id,
    care.value as level_of_care,
    referral.value as referral_source,
    program.value as program
from accepted
inner join client_value as client on client_id_code = client.code
inner join person_value as person on person_key_code = person.code
inner join record_value as record on record_id_code = record.code
inner join service_code_value as service on service_code_code = service.code
inner join discharge_to_value as place on discharge_to_code = place.code
inner join site_id_value as site on site_id_code = site.code
inner join level_of_care_value as care on level_of_care_code = care.code
inner join referral_source_value as referral on referral_source_code = referral.code
inner join program_value as program on program_code = program.code
order by accepted.row
