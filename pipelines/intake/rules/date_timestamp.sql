-- another format than YYYY-MM-DD, read and reported
select file, line, 'event_date' as "column", null as value
from kept inner join date_value on event_date_code = code
where has_time and not is_utc
