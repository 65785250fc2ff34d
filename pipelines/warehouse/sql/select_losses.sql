-- one row per version to store that loses more than $loss_share of the rows its month has now
select
    arrived.submission_id, arrived.agency_id, arrived.month,
    old.submission_id, old.rows - old.rows_forgotten as rows_before, new.rows
from arrived
inner join submission as new on new.submission_id = arrived.submission_id
inner join submission as old
    on old.agency_id = arrived.agency_id and old.month = arrived.month and old.active
where fate = 'stored' and rows_before > 0 and (rows_before - new.rows) / rows_before > $loss_share
order by arrived.agency_id, arrived.month
