-- writes the number of its rows into each version of this delivery
update submission set rows = counted.rows
from (
    select submission_id, count(*) as rows from event_row
    where submission_id in (select submission_id from arrived) group by submission_id
) as counted
where counted.submission_id = submission.submission_id
