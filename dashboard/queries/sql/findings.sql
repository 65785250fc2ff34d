-- through a filter: no
-- One row per version of one agency's month and code that the checks of its files reported.
select submission.version, finding.code, finding.severity, finding.why, submission_finding.rows
from submission
inner join submission_finding using (submission_id)
inner join finding using (code)
where submission.agency_id = $agency
    and submission.month = $month
    and ($everything or list_contains($agencies, submission.agency_id))
order by
    case finding.severity when 'error' then 1 when 'warning' then 2 else 3 end,
    finding.code nulls last,
    submission.version nulls last
