-- ids that may be Social Security numbers written without dashes
select file, line, 'client_id' as "column", null as value
from kept inner join client_value on client_id_code = code
where is_number and size = 9
union all
select file, line, 'person_key', null
from kept inner join person_value on person_key_code = code
where is_number and size = 9 and value is not null
