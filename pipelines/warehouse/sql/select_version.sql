-- one row, a version and how many of its rows are kept; no row where there is none of the agency
select agency_id, month, version, rows - rows_forgotten, active, (
    select count(*) from event_row where event_row.submission_id = submission.submission_id
) as kept
from submission
where submission_id = $submission_id and agency_id = coalesce($agency_id, agency_id)
