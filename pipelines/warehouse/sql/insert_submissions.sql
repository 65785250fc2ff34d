-- adds one version per agency and month that this delivery did not bring before; their order is total
insert into submission (
    submission_id, delivery_id, agency_id, month, version, active, nothing_to_report, complete, rows
)
select
    (select coalesce(max(submission_id), 0) from submission)
        + row_number() over (order by agency_id, month),
    $delivery_id, agency_id, month, 0, false, false, $today > last_day(month), 0
from (select distinct agency_id, month from arriving_month)
where (agency_id, month) not in (
    select (agency_id, month) from submission where delivery_id = $delivery_id
)
