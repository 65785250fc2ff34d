-- two digits with a name after them or a word before them
select file, line, 'service_code' as "column", word as value
from kept inner join service_code_value as service on service_code_code = code
where in_words
