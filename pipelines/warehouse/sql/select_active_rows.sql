-- one row, the number of rows that an agency's month has now; no row where it has none
select rows - rows_forgotten as rows_before from submission
where active and agency_id = $agency_id and month = $month and rows_before > 0
