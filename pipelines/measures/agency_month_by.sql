-- One row per dimension, member, agency, measure and month that has something to count; what is
-- said of the month itself is the agency's.
with figures_by as (
    select
        interval_figures.dimension,
        interval_figures.member,
        interval_figures.agency_id,
        interval_figures.measure,
        interval_figures.starts as month,
        counted,
        value,
        median_days,
        p90_days,
        case when measure.standard_days is not null then within end as within,
        held,
        case when interval_figures.measure <> 'assessment_to_service' then no_contact end
            as no_contact,
        case when interval_figures.measure = 'assessment_to_service' then served_before end
            as served_before,
        cast(null as bigint) as numerator,
        cast(null as bigint) as denominator,
        cast(null as bigint) as completed,
        cast(null as bigint) as entered,
        cast(null as bigint) as pending
    from interval_figures
    inner join measure on measure.measure = interval_figures.measure
    where interval_figures.agency_id is not null

    union all

    select
        dimension,
        member,
        agency_id,
        'detox_to_outpatient' as measure,
        starts as month,
        denominator as counted,
        case when denominator > 0 then cast(numerator as double) / denominator end as value,
        cast(null as double) as median_days,
        cast(null as double) as p90_days,
        cast(null as bigint) as within,
        cast(null as bigint) as held,
        cast(null as bigint) as no_contact,
        cast(null as bigint) as served_before,
        numerator,
        denominator,
        completed,
        entered,
        completed - denominator as pending
    from detox_figures
    where agency_id is not null
)

select figures_by.*, month_flags.warming_up, month_flags.provisional
from figures_by
inner join month_flags
    on month_flags.agency_id = figures_by.agency_id
    and month_flags.measure = figures_by.measure
    and month_flags.month = figures_by.month
order by dimension nulls last, figures_by.agency_id nulls last, figures_by.measure nulls last,
    member nulls last, figures_by.month nulls last
