-- a person_key that several clients of the file carry
with shared as (
    select file, person from accepted where person is not null group by all having min(client) < max(client)
)
select file, line, 'person_key' as "column", null as value
from accepted inner join shared using (file, person)
