-- more than one row of twenty has an id that identifies, or that a spreadsheet rounded
with bad as (
    select file, line
    from event
    inner join client_value as client on client_id_code = client.code
    inner join person_value as person on person_key_code = person.code
    where client.problem like 'id_is_%' or person.kept_problem like 'id_is_%'
),
counted as (
    select file, count(*) as rows from event group by file
),
too_many as (
    select file from bad group by file
    having count(*) > getvariable('bad_id_share') * (select rows from counted where counted.file = bad.file)
)
select file, line, null as "column", null as value from bad where file in (from too_many)
