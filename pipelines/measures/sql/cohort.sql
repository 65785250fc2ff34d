-- One row per request with a contact: what became of the person who asked, exactly one of four.
-- Whoever calls again after a closure is not closed; who waits where an agency closed is.
with asked as (
    select
        requests.agency_id,
        requests.client,
        requests.request_no,
        cast(date_trunc('month', contact) as date) as month,
        coalesce(assessment < contact, false) or coalesce(service < contact, false) as already_in,
        datediff(assessment, contact) as days_to_assessment,
        datediff(service, contact) as days_to_service,
        datediff(least(assessment, service, late_care), contact) as days_to_care,
        coalesce(last_closed >= last_contact, false) as is_closed,
        coalesce(datediff(data_through.sent_through, contact) > cohort_seen_days, false) as is_over,
        coalesce(data_through.is_closed, false) as agency_is_closed,
        cohort_seen_days
    from requests
    cross join rule
    left join data_through on data_through.agency_id = requests.agency_id
    where contact is not null
)

select
    agency_id,
    client,
    request_no,
    month,
    days_to_assessment,
    days_to_service,
    days_to_care,
    case
        when already_in then 'already_in'
        when days_to_care <= cohort_seen_days then 'seen'
        when is_closed then 'closed'
        when is_over then 'not_seen'
        when agency_is_closed then 'closed'
        else 'waiting'
    end as became
from asked
