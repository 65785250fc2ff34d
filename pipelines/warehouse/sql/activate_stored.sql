-- makes each stored version its month's newest and only active one
update submission set
    active = (submission_id = stored.stored_id),
    superseded_on = case when active and submission_id <> stored.stored_id
        then $on else superseded_on end,
    version = case when submission_id = stored.stored_id then stored.version
        else submission.version end
from (
    select
        arrived.submission_id as stored_id, arrived.agency_id, arrived.month,
        (
            select max(s.version) + 1 from submission as s
            where s.agency_id = arrived.agency_id and s.month = arrived.month
        ) as version
    from arrived where fate = 'stored'
) as stored
where submission.agency_id = stored.agency_id and submission.month = stored.month
