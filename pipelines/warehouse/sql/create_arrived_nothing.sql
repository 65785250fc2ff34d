-- one row, the version that says "nothing to report", to be stored
create or replace temp table arrived as
select submission_id, agency_id, month, 'stored' as fate, 0 as reported_id
from submission where submission_id = $submission_id
