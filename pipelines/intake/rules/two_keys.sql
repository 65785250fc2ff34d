-- a client with more than one person_key in the file
with doubled as (
    select file, client from accepted where person is not null group by all having count(distinct person) > 1
)
select file, line, 'person_key' as "column", null as value
from accepted inner join doubled using (file, client)
where person is not null
