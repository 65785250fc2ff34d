-- One row: how many rows of two versions of a month say the same, and what became of the others.
-- A row's number (`record`) is no part of what it says; it pairs rows that say different things.
-- Rows with the same place in an order are equal, so which of them comes first does not matter.
with version as (
    select
        case submission_id when $old then 'old' else 'new' end as side,
        record,
        row(
            client, person_key, event_type, event_date, discharge_reason, closure_reason,
            service_code, discharge_to, site_id, level_of_care, referral_source, program
        ) as says
    from event_row
    where submission_id in ($old, $new)
),

twins as (
    select
        *,
        row_number() over (partition by side, record, says) as place,
        count(*) filter (where side = 'old') over (partition by record, says) as olds,
        count(*) filter (where side = 'new') over (partition by record, says) as news
    from version
),

without_twin as (
    select side, record, says from twins where place > least(olds, news)
),

likes as (
    select
        *,
        row_number() over (partition by side, says order by record nulls last) as place,
        count(*) filter (where side = 'old') over (partition by says) as olds,
        count(*) filter (where side = 'new') over (partition by says) as news
    from without_twin
),

by_record as (
    select
        record,
        count(*) filter (where side = 'old') as olds,
        count(*) filter (where side = 'new') as news
    from likes
    where place > least(olds, news)
    group by record
),

counted as (
    select
        coalesce(sum(olds), 0) as olds,
        coalesce(sum(news), 0) as news,
        coalesce(sum(least(olds, news)) filter (where record is not null), 0) as changed
    from by_record
)

select
    cast((select count(*) from version where side = 'old') - olds as int) as same,
    cast(changed as int) as changed,
    cast(news - changed as int) as new,
    cast(olds - changed as int) as gone
from counted
