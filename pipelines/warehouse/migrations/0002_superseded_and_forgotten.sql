-- When another version took a version's place, when its rows were deleted, and how many of them
-- belonged to clients who were forgotten. `rows` stays what was sent.

alter table submission add column superseded_on date;
alter table submission add column rows_deleted_on date;
alter table submission add column rows_forgotten bigint default 0;

-- until now nobody noted the day: the next version's is the earliest that it can have been
update submission set superseded_on = taken.received_on
from (
    select old.submission_id, min(delivery.received_on) as received_on
    from submission as old
    inner join submission as new
        on new.agency_id = old.agency_id and new.month = old.month and new.version > old.version
    inner join delivery on delivery.delivery_id = new.delivery_id
    group by old.submission_id
) as taken
where taken.submission_id = submission.submission_id and not submission.active;

-- the newest version of a month that an earlier one was activated over: nothing is known
update submission set superseded_on = current_date where not active and superseded_on is null;
