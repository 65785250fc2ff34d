-- more than one row of twenty has an id that identifies, or that a spreadsheet rounded
with bad as (
    select event.file, line
    from event
    inner join client_problem as found on event.file = found.file and client_id_code = found.code
    where problem like 'id_is_%'
    union
    select event.file, line
    from event
    inner join person_problem as found on event.file = found.file and person_key_code = found.code
    where problem like 'id_is_%'
),
counted as (
    select file, count(*) as rows from event where file in (select file from bad) group by file
),
too_many as (
    select file from bad group by file
    having count(*) > getvariable('bad_id_share') * (select rows from counted where counted.file = bad.file)
)
select file, line, null as "column", null as value from bad where file in (from too_many)
