-- no client
select file, line, 'client_id' as "column", null as value from event where client is null
