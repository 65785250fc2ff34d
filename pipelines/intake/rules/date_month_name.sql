-- another format than YYYY-MM-DD, read and told
select file, line, 'event_date' as "column", null as value from kept where date_form = 'month_name'
