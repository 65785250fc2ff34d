-- times that are midnight in UTC in the whole file are no times
select file, line, 'event_date' as "column", null as value
from kept inner join date_value on event_date_code = code
where is_utc and file in (from midnight_file)
