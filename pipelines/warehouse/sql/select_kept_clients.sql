-- one row per version to store that replaces rows: clients of the version that is active now, and
-- how many of them the new version holds
with pair as (
    select arrived.submission_id as new_id, old.submission_id as old_id
    from arrived
    inner join submission as old
        on old.agency_id = arrived.agency_id and old.month = arrived.month and old.active
    where fate = 'stored'
),
client_of as (
    select distinct submission_id, client from event_row
    where submission_id in (select new_id from pair union select old_id from pair)
)
select pair.new_id, count(*) as clients, count(new.client) as kept
from pair
inner join client_of as old on old.submission_id = pair.old_id
left join client_of as new on new.submission_id = pair.new_id and new.client = old.client
group by pair.new_id
order by pair.new_id
