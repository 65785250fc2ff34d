-- every contract column equal after normalising: all but the first of each (docs/extract.md, Rows, 7)
with printed as (
    select
        kept.*,
        service.value as service,
        place.value as place,
        site.same as site,
        care.same as care,
        referral.same as referral,
        program.same as program,
        record.same as record
    from kept
    inner join service_code_value as service on service_code_code = service.code
    inner join discharge_to_value as place on discharge_to_code = place.code
    inner join site_id_value as site on site_id_code = site.code
    inner join level_of_care_value as care on level_of_care_code = care.code
    inner join referral_source_value as referral on referral_source_code = referral.code
    inner join program_value as program on program_code = program.code
    inner join record_value as record on record_id_code = record.code
),
alike as (
    -- a number of the key first: few rows share it, and only those are compared whole
    select hash(file, client, event_type, event_date) as print from kept group by all having count(*) > 1
),
numbered as (
    select
        printed.*,
        row_number() over (
            partition by
                file, agency, client, person, event_type, event_date, discharge_reason,
                closure_reason, service, place, site, care, referral, program, record
            order by line
        ) as nth
    from printed
    where hash(file, client, event_type, event_date) in (from alike)
)
select file, line, null as "column", null as value from numbered where nth > 1
