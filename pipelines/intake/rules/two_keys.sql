-- a client with more than one person_key in the file
select file, line, 'person_key' as "column", null as value
from accepted inner join client using (file, client)
where has_two_keys and person is not null
