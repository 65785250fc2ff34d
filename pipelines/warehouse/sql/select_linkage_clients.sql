-- one row per client of a version: the pseudonym, whether an earlier month knows the client, and
-- whether it should
select client.pseudonym, linkage.is_known, linkage.needs_earlier
from linkage inner join client using (client)
where submission_id = $submission_id
