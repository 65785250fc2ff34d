-- a client's first discharge lies before the first admission, and no stay of an earlier month explains it
select file, min(line) as line, 'event_date' as "column", null as value
from accepted inner join client using (file, client)
where
    event_type = 'detox_discharge' and discharged < admitted and event_date = discharged
    and discharges <= admissions
group by file, client
