-- no date
select file, line, 'event_date' as "column", null as value from event where date_form is null
