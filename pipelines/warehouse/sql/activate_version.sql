-- makes one version of an agency's month the active one, in place of the one that was
update submission set
    active = (submission_id = $submission_id),
    withdrawn_on = case when submission_id = $submission_id then null else withdrawn_on end,
    superseded_on = case when submission_id = $submission_id then null
        when active then $on else superseded_on end
where agency_id = $agency_id and month = $month
