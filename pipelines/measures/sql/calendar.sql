-- One row per agency and month of its history, months without a file too. A month in which an
-- agency pauses is a row only if it was sent; the run of sent months ends there all the same.
with sends as (
    select agency_id, min(month) as first_sent, max(month) as last_sent
    from sent
    group by agency_id
),

latest as (
    select max(month) as month from sent
),

spans as (
    select
        sends.agency_id,
        least(coalesce(agency.active_from, sends.first_sent), sends.first_sent) as first_month,
        case
            when agency.active_to is null then latest.month
            else greatest(least(agency.active_to, latest.month), sends.last_sent)
        end as last_month
    from sends
    cross join latest
    left join agency on agency.agency_id = sends.agency_id
),

months as (
    select
        spans.agency_id,
        month.month,
        sent.agency_id is not null as is_sent,
        agency_pause.agency_id is not null as is_paused,
        coalesce(sent.complete, false) as is_complete,
        case
            when sent.agency_id is null then 'missing'
            when sent.nothing_to_report then 'nothing_to_report'
            else 'received'
        end as status
    from spans
    inner join month on month.month >= spans.first_month and month.month <= spans.last_month
    left join sent on sent.agency_id = spans.agency_id and sent.month = month.month
    left join agency_pause
        on agency_pause.agency_id = spans.agency_id
        and month.month >= agency_pause.first_month and month.month <= agency_pause.last_month
),

-- an agency has one row a month, so the order is total
runs as (
    select
        months.*,
        sum(case when is_sent then 0 else 1 end) over (
            partition by agency_id order by month nulls last
            rows between unbounded preceding and current row
        ) as run_no
    from months
)

select
    agency_id,
    month,
    status,
    is_sent,
    is_complete,
    case
        when is_sent then row_number() over (
            partition by agency_id, run_no, is_sent order by month nulls last
        )
    end as month_of_run
from runs
where is_sent or not is_paused
