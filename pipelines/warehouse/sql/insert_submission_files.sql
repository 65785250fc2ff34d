-- adds one row per version and file, with the rows that the file brings to it
insert into submission_file
select submission_id, $first_file_id + file, arriving_month.rows
from arriving_month
inner join submission
    on submission.delivery_id = $delivery_id
    and submission.agency_id = arriving_month.agency_id
    and submission.month = arriving_month.month
