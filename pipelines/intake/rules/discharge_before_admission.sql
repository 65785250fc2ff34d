-- a client's first discharge lies before the first admission, and no stay of an earlier month explains it
with stays as (
    select
        file,
        agency,
        client,
        min(event_date) filter (event_type = 'detox_admission') as admitted,
        min(event_date) filter (event_type = 'detox_discharge') as discharged,
        min(line) filter (event_type = 'detox_discharge') as line
    from accepted
    where event_type in ('detox_admission', 'detox_discharge')
    group by all
    having count(*) filter (event_type = 'detox_discharge') <= count(*) filter (event_type = 'detox_admission')
)
select file, line, 'event_date' as "column", null as value from stays where discharged < admitted
