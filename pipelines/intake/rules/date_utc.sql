-- the day was taken in the office's time zone
select file, line, 'event_date' as "column", null as value
from kept inner join date_value on event_date_code = code
where is_utc and file not in (from midnight_file)
