-- One row per request that has a name in the dimension at hand.
with named as (
    select
        client,
        request_no,
        dimension,
        case dimension
            when 'site_id' then site_id
            when 'level_of_care' then level_of_care
            else referral_source
        end as member
    from request_names
    cross join dimension
)

select * from named where member is not null
