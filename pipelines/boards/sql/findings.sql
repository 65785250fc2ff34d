-- One row per version and code that the checks of its files reported; counts are those of the files, which may
-- hold other months too.
select
    submission_file.submission_id,
    file_finding.code,
    cast(sum(file_finding.rows) as bigint) as rows
from submission_file
inner join file_finding using (file_id)
group by submission_file.submission_id, file_finding.code
order by submission_file.submission_id, file_finding.code
