-- one row where the agency's month says "nothing to report" already, as complete
select 1 from submission
where active and agency_id = $agency_id and month = $month
    and nothing_to_report and complete = $complete
