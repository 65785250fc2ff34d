-- a key that means "none"
select file, line, 'person_key' as "column", null as value
from kept inner join person_value on person_key_code = code
where stands_for_none
