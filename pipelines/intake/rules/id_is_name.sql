-- in either id; the value is never shown
select file, line, 'client_id' as "column", null as value
from event inner join client_value on client_id_code = code
where problem = 'id_is_name'
union all
select file, line, 'person_key', null
from event inner join person_value on person_key_code = code
where kept_problem = 'id_is_name'
