-- takes a version back; no version of its month is active then
update submission set active = false, superseded_on = $on, withdrawn_on = $on
where submission_id = $submission_id
