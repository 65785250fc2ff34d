-- without an uploader: rows of another agency than the file's first; a code of another form
-- than the agency's may be a client's id and is not shown
with first_of as (
    select file, arg_min(agency, line) as first_agency from event where agency_well_formed group by file
)
select file, line, 'agency_id' as "column",
    case when code_form(agency) = code_form(first_agency) then agency else '(not shown)' end as value
from event inner join first_of using (file) inner join sent using (file)
where sent.uploader is null and agency_well_formed and agency <> first_agency
