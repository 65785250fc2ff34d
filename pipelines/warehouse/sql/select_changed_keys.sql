-- one row per stored version with clients whose key of the month differs from that of their month
-- with a key right before or after: its first file, and how many of its rows are theirs
with stored as (
    select submission_id from arrived where fate = 'stored'
),
keyed as (
    select event_row.* exclude (agency_id), submission.month
    from event_row
    inner join submission using (submission_id)
    where submission.active
        and person_key is not null
        and client in (select client from event_row semi join stored using (submission_id))
),
doubled as (
    select client from keyed group by client having min(person_key) <> max(person_key)
),
-- the key of a month is its latest row's; rows of one date and rank carry the same key
monthly as (
    select
        submission_id, client, month,
        arg_max(person_key, (event_date, person_key_rank)) as person_key
    from keyed semi join doubled using (client)
    group by submission_id, client, month
),
-- a client has one active version a month, so the order is total
neighbours as (
    select
        submission_id, client, person_key,
        lag(person_key) over (partition by client order by month) as key_before,
        lead(person_key) over (partition by client order by month) as key_after
    from monthly
),
changed as (
    select submission_id, client
    from neighbours semi join stored using (submission_id)
    where key_before <> person_key or key_after <> person_key
),
first_file as (
    select submission_id, min(file_id) as file_id from arrived_file group by submission_id
)
select first_file.file_id, cast(count(*) as bigint) as rows
from event_row
semi join changed using (submission_id, client)
inner join first_file using (submission_id)
group by first_file.file_id
order by first_file.file_id
