-- one row per version of this delivery: its fate, and the submission that is reported for it
create or replace temp table arrived as
select submission_id, agency_id, month, 'stored' as fate, 0 as reported_id
from submission where delivery_id = $delivery_id
