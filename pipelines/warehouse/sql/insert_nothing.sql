-- adds a version without rows that says "nothing to report"
insert into submission (
    submission_id, delivery_id, agency_id, month, version, active, nothing_to_report, complete, rows
)
values ($submission_id, $delivery_id, $agency_id, $month, 0, false, true, $complete, 0)
