-- the form of a code: A01 is A99
create or replace macro code_form(code) as
    regexp_replace(regexp_replace(code, '[0-9]', '9', 'g'), '[A-Za-z]', 'A', 'g');

-- files whose times in UTC are all midnight, of two days or more: dates that a program wrote with a time
create or replace temp table midnight_file as
select cell.file
from cell inner join date_value as date on cell.event_date_code = date.code
where date.is_utc
group by cell.file
having bool_and(date.is_utc_midnight) and min(date.day_written) < max(date.day_written);

-- one row per row of the files; codes point to the spellings, everything else is normalised
create or replace temp table line as
select
    cell.* exclude (first_is_total),
    agency.value as agency,
    agency.well_formed as agency_well_formed,
    client.same as client,
    person.same as person,
    type.value::event_word as event_type,
    date.form as date_form,
    case when date.is_utc and midnight_file.file is not null then date.day_written else date.date end as event_date,
    case when type.value = 'detox_discharge' then discharge.value::discharge_word end as discharge_reason,
    case when type.value = 'request_closed' then closure.value::closure_word end as closure_reason,
    coalesce(
        (client.same is null and type.word is null and date.form is null)
        or (cell.first_is_total and (client.same is null or type.word is null or date.form is null)),
        false
    ) as is_footer
from cell
inner join agency_value as agency on cell.agency_id_code = agency.code
inner join client_value as client on cell.client_id_code = client.code
inner join person_value as person on cell.person_key_code = person.code
inner join event_type_value as type on cell.event_type_code = type.code
inner join date_value as date on cell.event_date_code = date.code
inner join discharge_reason_value as discharge on cell.discharge_reason_code = discharge.code
inner join closure_reason_value as closure on cell.closure_reason_code = closure.code
left join midnight_file on cell.file = midnight_file.file;

create or replace temp view event as from line where not is_footer;
