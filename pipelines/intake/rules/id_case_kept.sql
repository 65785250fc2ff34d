-- clients whose small letters count, because the file mixes them with capitals
select file, line, 'client_id' as "column", null as value
from kept inner join client_value on client_id_code = code
where case_kept
