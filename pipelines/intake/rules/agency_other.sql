-- rows of another agency than the uploader's; a code of another form
-- than the agency's may be a client's id and is not shown
select file, line, 'agency_id' as "column",
    case when code_form(agency) = code_form(sent.uploader) then agency else '(not shown)' end as value
from event inner join sent using (file)
where agency <> sent.uploader
