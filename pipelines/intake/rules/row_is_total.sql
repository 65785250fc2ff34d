-- client, event and date are all empty, or the first cell says so and one of the three is missing
select file, line, null as "column", null as value from line where is_footer
