-- one row per person key of a tie, with its pseudonym
select distinct person.person_key, person.pseudonym
from event_row
semi join key_tie using (client, event_date)
inner join person on person.person_key = event_row.person_key
where event_row.submission_id in (select submission_id from arrived)
