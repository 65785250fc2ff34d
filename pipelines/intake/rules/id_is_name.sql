-- in either id; the value is never shown
select event.file, line, 'client_id' as "column", null as value
from event
inner join client_problem as found on event.file = found.file and client_id_code = found.code
where problem = 'id_is_name'
union all
select event.file, line, 'person_key', null
from event
inner join person_problem as found on event.file = found.file and person_key_code = found.code
where problem = 'id_is_name'
