-- One row per index discharge whose own row has a name in the dimension at hand: `discharges`, for
-- filters.
with named as (
    select
        detox_to_outpatient.*,
        dimension,
        case dimension
            when 'site_id' then site_id
            when 'level_of_care' then level_of_care
            else referral_source
        end as member
    from detox_to_outpatient
    cross join dimension
)

select * from named where member is not null
