-- One row per request that one of its events names: in each dimension the first non-empty name in
-- the order of events (of two at once the lesser), which is the least text of date, step and name.
with first_named as (
    select
        client,
        request_no,
        min(cast(event_date as string) || cast(step as string) || site_id) as site_id,
        min(cast(event_date as string) || cast(step as string) || level_of_care)
            as level_of_care,
        min(cast(event_date as string) || cast(step as string) || referral_source)
            as referral_source
    from request_events
    where step < 4
        and (site_id is not null or level_of_care is not null or referral_source is not null)
    group by client, request_no
)

select
    client,
    request_no,
    substring(site_id, 12) as site_id,
    substring(level_of_care, 12) as level_of_care,
    substring(referral_source, 12) as referral_source
from first_named
