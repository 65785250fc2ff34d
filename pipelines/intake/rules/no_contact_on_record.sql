-- assessments of clients without a first contact in the file, where most are so: one month's may lie in the month before
with assessments as (
    select file, line, contacted is not null as has_contact
    from accepted inner join client using (file, client)
    where event_type = 'assessment'
),
striking as (
    select file from assessments group by file
    having count(*) >= getvariable('few_assessments')
        and count(*) filter (not has_contact) > getvariable('no_contact_share') * count(*)
)
select file, line, 'event_type' as "column", null as value
from assessments
where not has_contact and file in (from striking)
