-- one row per arrived client and date on which the client's rows carry several person keys
create or replace temp table key_tie as
with keyed as (
    select * from event_row
    where submission_id in (select submission_id from arrived) and person_key is not null
),
doubled as (
    select client from keyed group by client having min(person_key) <> max(person_key)
)
select client, event_date from keyed semi join doubled using (client)
group by client, event_date having min(person_key) <> max(person_key)
