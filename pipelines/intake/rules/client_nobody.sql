-- a word or a mark that is nobody
select file, line, 'client_id' as "column", null as value
from event inner join client_value on client_id_code = code
where is_nobody and value is not null
