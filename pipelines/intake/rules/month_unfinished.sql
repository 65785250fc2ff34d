-- a reporting month that is not over
select file, null as line, null as "column", null as value
from reporting
where last_day >= getvariable('today')
