-- One row per request and dimension that one of its events names: the first non-empty name in the
-- order of events (of two at once the lesser).
with dimensions as (
    select 'site_id' as dimension
    union all
    select 'level_of_care' as dimension
    union all
    select 'referral_source' as dimension
),

named as (
    select
        client,
        request_no,
        event_date,
        step,
        dimension,
        case dimension
            when 'site_id' then site_id
            when 'level_of_care' then level_of_care
            else referral_source
        end as member
    from step_named
    cross join dimensions
),

placed as (
    select
        named.*,
        row_number() over (
            partition by client, request_no, dimension
            order by event_date nulls last, step nulls last, member nulls last
        ) as place
    from named
    where member is not null
)

select client, request_no, dimension, member
from placed
where place = 1
