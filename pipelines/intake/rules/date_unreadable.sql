-- of no known form; what may be an id or a name, in a column mixed up, is not shown
select
    file,
    line,
    'event_date' as "column",
    if(regexp_full_match(trim(raw), '[0-9]{1,4}([-/.: ][0-9]{1,4})+( ?[A-Za-z]{1,2})?'), raw, '(not shown)') as value
from event inner join spelled_event_date on event_date_code = code
where date_form = 'unreadable'
