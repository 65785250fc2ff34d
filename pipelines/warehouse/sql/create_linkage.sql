-- one row per client and month of the agencies that deliver, as the months stand after the delivery:
-- whether an earlier month knows the client, and which of its events lack an earlier one in the month
create or replace temp table linkage as
with stored as (
    select submission_id, agency_id, month from arrived where fate = 'stored'
),
standing as (
    from stored
    union all
    select submission_id, agency_id, month
    from submission
    where active
        and agency_id in (select agency_id from stored)
        and (agency_id, month) not in (select (agency_id, month) from stored)
),
client_month as (
    select
        standing.submission_id, standing.agency_id, standing.month, client,
        min(event_date) filter (event_type = 'first_contact') as contacted,
        min(event_date) filter (event_type = 'assessment') as assessed,
        min(event_date) filter (event_type = 'outpatient_service') as served,
        min(event_date) filter (event_type = 'request_closed') as closed,
        min(event_date) filter (event_type = 'detox_admission') as admitted,
        min(event_date) filter (event_type = 'detox_discharge') as discharged
    from event_row inner join standing using (submission_id)
    group by standing.submission_id, standing.agency_id, standing.month, client
),
lacking as (
    select
        submission_id, agency_id, month, client,
        coalesce(assessed < coalesce(contacted, 'infinity'), false) as lacks_contact,
        coalesce(served < coalesce(assessed, 'infinity'), false) as lacks_assessment,
        coalesce(discharged < coalesce(admitted, 'infinity'), false) as lacks_admission,
        coalesce(closed < least(contacted, assessed, served, 'infinity'), false) as lacks_request
    from client_month
)
select
    *,
    lacks_contact or lacks_assessment or lacks_admission or lacks_request as needs_earlier,
    min(month) over (partition by client) < month as is_known
from lacking
