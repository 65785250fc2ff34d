-- assessed without a first contact in the file, where most are so
with contacts as (
    select distinct file, client from accepted where event_type = 'first_contact'
),
assessments as (
    select file, line, contacts.client is not null as has_contact
    from accepted left join contacts using (file, client)
    where event_type = 'assessment'
)
select file, line, 'event_type' as "column", null as value from assessments where not has_contact
