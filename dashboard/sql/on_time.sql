-- One row: of the months that one agency has sent, how many came by the due day of the month after.
with first_sent as (
    select month, min(received_on) as received_on
    from submission
    where agency_id = $agency
        and complete
        and ($everything or list_contains($agencies, agency_id))
    group by month
)
select
    count(*) as months,
    count(*) filter (received_on <= month + interval 1 month + to_days($due_day - 1)) as on_time
from first_sent
