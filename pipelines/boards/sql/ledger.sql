-- One row per version of an agency's month ever sent; counts of rows read and held are those of
-- its files, which may hold other months too.
with files as (
    select
        submission_file.submission_id,
        string_agg(file.name, ', ' order by file.name) as file_names,
        cast(sum(file.rows_read) as bigint) as rows_read,
        cast(sum(file.rows_held) as bigint) as rows_held,
        cast(sum(file.duplicates) as bigint) as duplicates
    from submission_file
    inner join file using (file_id)
    group by submission_file.submission_id
)

select
    submission.submission_id,
    submission.agency_id,
    submission.month,
    submission.version,
    submission.active,
    delivery.received_at,
    delivery.received_on,
    submission.complete,
    submission.nothing_to_report,
    delivery.who,
    files.file_names,
    submission.rows,
    files.rows_read,
    files.rows_held,
    files.duplicates,
    submission.superseded_on,
    submission.rows_deleted_on,
    submission.rows_forgotten,
    submission.withdrawn_on
from submission
inner join delivery using (delivery_id)
left join files using (submission_id)
order by submission.agency_id, submission.month, submission.version
