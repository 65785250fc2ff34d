-- off the list
select file, line, 'discharge_to' as "column", word as value
from kept inner join discharge_to_value as place on discharge_to_code = code
where word is not null and place.value is null
