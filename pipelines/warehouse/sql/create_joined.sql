-- one row per version of this delivery that is made of several files
create or replace temp table joined as
select submission_id from arrived_file group by submission_id having count(*) > 1
