-- a word or a mark in the place of an id
select file, line, 'client_id' as "column", null as value
from event inner join client_value on client_id_code = code
where is_placeholder and value is not null
