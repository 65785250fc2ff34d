-- One row per index discharge and follow-up measure whose own row has a name in the dimension at
-- hand: `discharges`, for filters.
with followed as (
    select 'each_follow_up' as measure, each_follow_up.* from each_follow_up
),

named as (
    select
        followed.*,
        dimension,
        case dimension
            when 'site_id' then site_id
            when 'level_of_care' then level_of_care
            else referral_source
        end as member
    from followed
    cross join dimension
)

select * from named where member is not null
