-- deletes all but the first of equal rows in versions that are made of several files; they are equal
-- in every column, so which one stays does not matter
delete from event_row
where submission_id in (select submission_id from joined) and rowid not in (
    select min(rowid) from event_row
    where submission_id in (select submission_id from joined) group by event_row
)
