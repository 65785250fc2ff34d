-- one row per stored version: the first of the files that it is made of
select arrived.agency_id, arrived.month, min(arrived_file.file_id) as file_id
from arrived inner join arrived_file using (submission_id)
where fate = 'stored'
group by arrived.agency_id, arrived.month
order by arrived.agency_id, arrived.month
