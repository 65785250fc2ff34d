-- One row per agency and month in which it is active, not paused, and its data are not complete.
with spans as (
    select
        agency.agency_id,
        least(coalesce(agency.active_from, sends.first_sent),
            coalesce(sends.first_sent, agency.active_from)) as first_month,
        agency.active_to as last_month
    from agency
    left join (
        select agency_id, min(month) as first_sent from sent group by agency_id
    ) as sends on sends.agency_id = agency.agency_id
)

select spans.agency_id, month.month
from spans
inner join month
    on month.month >= spans.first_month
    and (spans.last_month is null or month.month <= spans.last_month)
left join sent
    on sent.agency_id = spans.agency_id and sent.month = month.month and sent.complete
left join agency_pause
    on agency_pause.agency_id = spans.agency_id
    and month.month >= agency_pause.first_month and month.month <= agency_pause.last_month
where sent.agency_id is null and agency_pause.agency_id is null
