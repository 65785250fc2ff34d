-- through a filter: no
-- One row per agency in sight and month for which it is asked, from $first to $last: what came of it
-- and when. A month due before the agency's first file of all is history handed in at once: its
-- time is not judged. $agency: this one alone. $lacking: only what is overdue, missing or sent before the month had ended.
with sends as (
    select agency_id, min(month) as first_month, min(received_on) as since
    from submission
    group by agency_id
),

months as (
    select month::date as month,
        least(
            month + interval 1 month + to_days($due_day - 1),
            last_day((month + interval 1 month)::date)
        )::date as due
    from (select unnest(generate_series($first::date, $last::date, interval 1 month)) as month)
),

standing as (
    select agency_id, month, submission_id, version, complete, nothing_to_report, rows
    from submission
    where active
),

came as (
    select agency_id, month, min(received_on) filter (complete) as complete_on, count(*) as versions
    from submission
    group by agency_id, month
),

placed as (
    select
        agency.agency_id,
        agency.name,
        months.month,
        months.due,
        standing.submission_id,
        standing.version,
        coalesce(came.versions, 0) as versions,
        standing.rows,
        came.complete_on as received_on,
        months.due >= sends.since or sends.since is null as judged,
        case
            when standing.submission_id is null and months.due >= $today then 'not_due'
            when standing.submission_id is null then 'missing'
            when not standing.complete then 'provisional'
            when standing.nothing_to_report then 'nothing'
            when came.complete_on > months.due and months.due >= sends.since then 'late'
            else 'received'
        end as status
    from agency
    cross join months
    left join sends using (agency_id)
    left join standing on standing.agency_id = agency.agency_id and standing.month = months.month
    left join came on came.agency_id = agency.agency_id and came.month = months.month
    where ($everything or list_contains($agencies, agency.agency_id))
        and agency.agency_id = coalesce($agency, agency.agency_id)
        and (
            standing.submission_id is not null
            or (
                months.month >= least(
                    coalesce(agency.active_from, sends.first_month),
                    coalesce(sends.first_month, agency.active_from)
                )
                and (agency.active_to is null or months.month <= agency.active_to)
                and not exists (
                    from agency_pause
                    where agency_pause.agency_id = agency.agency_id
                        and months.month between first_month and last_month
                )
            )
        )
)

select
    *,
    -- whether the month counts for timeliness, and whether it came in time
    judged and (due < $today or received_on is not null) as asked,
    coalesce(judged and received_on <= due, false) as on_time
from placed
where not $lacking or status = 'missing' or (status = 'provisional' and due < $today)
order by name nulls last, agency_id nulls last, month
