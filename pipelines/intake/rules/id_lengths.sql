-- clients whose ids are all digits, of more than one length in a file
with sizes as (
    select file, line, size
    from kept inner join client_value on client_id_code = code
    where is_number
),
mixed as (
    select file, max(size) as longest from sizes group by file having min(size) < max(size)
)
select file, line, 'client_id' as "column", null as value
from sizes inner join mixed using (file)
where size < longest
