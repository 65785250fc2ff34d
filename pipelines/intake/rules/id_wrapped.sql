-- ids that were changed on the way in
select file, line, 'client_id' as "column", null as value
from kept inner join client_value on client_id_code = code
where unwrapped and value is not null
union all
select file, line, 'person_key', null
from kept inner join person_value on person_key_code = code
where unwrapped and value is not null
