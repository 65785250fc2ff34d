-- another format than YYYY-MM-DD, read and reported
select file, line, 'event_date' as "column", null as value from kept where date_form = 'year_first'
