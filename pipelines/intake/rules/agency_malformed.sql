-- not of the form of a code
select file, line, 'agency_id' as "column", agency as value
from event
where agency is not null and not agency_well_formed
