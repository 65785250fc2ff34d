-- One row per request and dimension that one of its events names: the first non-empty name in the
-- order of events.
with named as (
    select client, request_no, event_date, step, 'site_id' as dimension, site_id as member
    from steps
    where step < 4 and site_id is not null
    union all
    select client, request_no, event_date, step, 'level_of_care' as dimension, level_of_care as member
    from steps
    where step < 4 and level_of_care is not null
    union all
    select client, request_no, event_date, step, 'referral_source' as dimension, referral_source as member
    from steps
    where step < 4 and referral_source is not null
),

placed as (
    select
        named.*,
        row_number() over (
            partition by client, request_no, dimension
            order by event_date nulls last, step nulls last, member nulls last
        ) as place
    from named
)

select client, request_no, dimension, member
from placed
where place = 1
