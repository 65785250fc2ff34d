-- rows of another agency than the uploader's
select file, line, 'agency_id' as "column", agency as value
from event inner join sent using (file)
where agency <> sent.uploader
