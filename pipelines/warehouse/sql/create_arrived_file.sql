-- one row per version of this delivery and file that it is made of
create or replace temp table arrived_file as
select submission_id, file_id
from submission_file where submission_id in (select submission_id from arrived)
