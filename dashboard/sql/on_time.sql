-- One row: of the months that one agency has sent, how many came by the due day of the month after.
-- Months that were due before its first file of all are history handed in at once: not asked.
with first_sent as (
    select
        month,
        min(received_on) as received_on,
        month + interval 1 month + to_days($due_day - 1) as due
    from submission
    where agency_id = $agency
        and complete
        and ($everything or list_contains($agencies, agency_id))
    group by month
)
select
    count(*) as months,
    count(*) filter (received_on <= due) as on_time
from first_sent
where due >= (select min(received_on) from first_sent)
