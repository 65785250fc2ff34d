-- one row per version of this delivery, judged: unchanged or older where a version of the month has
-- the same bytes (however often and under whatever names), rules, row counts and completeness
create or replace temp table arrived as
with made_of as (
    select
        submission_id, agency_id, month, active, complete, rows_deleted_on,
        list_sort(list(distinct (sha256, file.rules, submission_file.rows))) as files
    from submission
    semi join arrived using (agency_id, month)
    inner join submission_file using (submission_id)
    inner join file using (file_id)
    group by all
),
-- the active version, else the newest: a submission_id is one version's, so the order is total
earlier as (
    select
        new.submission_id,
        arg_max(old.submission_id, (old.active, old.submission_id)) as earlier_id,
        bool_or(old.active) as active
    from made_of as new
    inner join made_of as old using (agency_id, month, files, complete)
    where new.submission_id in (select submission_id from arrived)
        and old.submission_id not in (select submission_id from arrived)
        and (old.active or old.rows_deleted_on is null)
    group by new.submission_id
)
select
    arrived.submission_id, agency_id, month,
    case when earlier.active then 'unchanged' when not earlier.active then 'older'
        else 'stored' end as fate,
    coalesce(earlier.earlier_id, arrived.submission_id) as reported_id
from arrived left join earlier on earlier.submission_id = arrived.submission_id
