-- every row of a file that is not short has one client id, spelled one way
select file, null::integer as line, 'client_id' as "column", null as value
from event inner join client_value on client_id_code = code
group by file
having
    count(*) >= getvariable('few_rows')
    and count(client) = count(*)
    and min(client_id_code) = max(client_id_code)
    and not bool_or(is_placeholder)
