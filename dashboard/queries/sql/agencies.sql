-- through a filter: no
-- One row per agency in sight. `closed`: its last active month, once a later month has come; while
-- it pauses, the month before. `pauses`: [first_month, last_month], in order.
with newest as (
    select date_trunc('month', data_through)::date as month from board
),

pauses as (
    select
        agency_id,
        list([first_month, last_month] order by first_month) as pauses,
        max(case when newest.month between first_month and last_month
            then (first_month - interval 1 month)::date
        end) as closed
    from agency_pause
    cross join newest
    group by agency_id
)

select
    agency.*,
    agency_id in (select agency_id from submission) as has_sent,
    coalesce(
        case when active_to < (select month from newest) then active_to end, pauses.closed
    ) as closed,
    coalesce(pauses.pauses, []) as pauses
from agency
left join pauses using (agency_id)
where $everything or list_contains($agencies, agency_id)
order by name nulls last, agency_id nulls last
