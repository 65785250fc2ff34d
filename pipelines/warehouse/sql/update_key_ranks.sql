-- writes the rank of the raw key into each arrived row of a tie
update event_row set person_key_rank = key_order.rank
from key_tie, key_order
where key_tie.client = event_row.client and key_tie.event_date = event_row.event_date
    and key_order.person_key = event_row.person_key
    and event_row.submission_id in (select arrived.submission_id from arrived)
