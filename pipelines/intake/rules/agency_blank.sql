-- no agency
select file, line, 'agency_id' as "column", null as value from event where agency is null
