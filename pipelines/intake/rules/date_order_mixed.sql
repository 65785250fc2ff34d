-- dates with slashes whose first number can only be a day
select file, line, 'event_date' as "column", null as value
from event inner join date_value on event_date_code = code
where first_number between 13 and 31
