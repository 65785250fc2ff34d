-- One row per measure, period and agency, empty ones too (agency empty: the state).
with places as (
    select
        period.grain,
        period.period,
        period.starts,
        period.ends,
        calendar.agency_id,
        sum(case when calendar.is_sent then 1 else 0 end) as months_received,
        max(calendar.status) as status
    from calendar
    inner join period on period.month = calendar.month
    group by period.grain, period.period, period.starts, period.ends, calendar.agency_id
),

spine as (
    select grain, period, starts, ends, agency_id, months_received, 0 as agencies, status
    from places
    union all
    select
        grain,
        period,
        starts,
        ends,
        cast(null as string) as agency_id,
        0 as months_received,
        sum(case when months_received > 0 then 1 else 0 end) as agencies,
        cast(null as string) as status
    from places
    group by grain, period, starts, ends
),

known as (
    select max(month) as latest_complete from sent where complete
),

complete_months as (
    select distinct month from sent where complete
),

-- the last day of the period on which an agency is active
places_ended as (
    select
        spine.*,
        case
            when data_through.last_active < spine.ends
                then greatest(last_day(data_through.last_active), spine.starts)
            else spine.ends
        end as last_day_asked,
        coalesce(data_through.last_active <= spine.ends, false) as is_last
    from spine
    left join data_through on data_through.agency_id = spine.agency_id
),

lackers as (
    select grain, starts, count(*) as agencies from periods_missing group by grain, starts
),

joined as (
    select
        places_ended.*,
        measure.measure,
        measure.standard_days,
        measure.counts_too_long,
        measure.counts_no_contact,
        measure.counts_served_before,
        measure.kind = 'follow_up' as is_follow_up,
        interval_figures.counted,
        interval_figures.value,
        interval_figures.median_days,
        interval_figures.p90_days,
        interval_figures.within,
        interval_figures.held,
        interval_figures.too_long,
        interval_figures.no_contact,
        interval_figures.served_before,
        interval_figures.warming_up as in_warming_up,
        period_volume.volume,
        period_volume.provisional as volume_provisional,
        period_volume.provisional_7 as volume_provisional_7,
        period_volume.provisional_30 as volume_provisional_30,
        detox_figures.completed,
        detox_figures.entered,
        detox_figures.denominator,
        detox_figures.numerator,
        detox_figures.entered_7,
        detox_figures.denominator_7,
        detox_figures.numerator_7,
        detox_figures.entered_30,
        detox_figures.denominator_30,
        detox_figures.numerator_30,
        month_flags.warming_up as month_warming_up,
        month_flags.provisional as month_provisional,
        month_flags.provisional_7 as month_provisional_7,
        month_flags.provisional_30 as month_provisional_30,
        periods_missing.agency_id is not null as lacks_within_or_after,
        coalesce(lackers.agencies, 0) as lackers,
        complete_months.month is null as is_sent_by_nobody,
        last_day(known.latest_complete) as known_through,
        rule.window_days,
        rule.pooled_share
    from places_ended
    cross join measure
    cross join known
    cross join rule
    left join interval_figures
        on interval_figures.measure = measure.measure
        and interval_figures.grain = places_ended.grain
        and interval_figures.starts = places_ended.starts
        and coalesce(interval_figures.agency_id, '') = coalesce(places_ended.agency_id, '')
    left join detox_figures
        on detox_figures.measure = measure.measure
        and detox_figures.grain = places_ended.grain
        and detox_figures.starts = places_ended.starts
        and coalesce(detox_figures.agency_id, '') = coalesce(places_ended.agency_id, '')
    left join period_volume
        on period_volume.measure = measure.measure
        and period_volume.grain = places_ended.grain
        and period_volume.starts = places_ended.starts
        and coalesce(period_volume.agency_id, '') = coalesce(places_ended.agency_id, '')
    left join month_flags
        on places_ended.grain = 'month'
        and month_flags.agency_id = places_ended.agency_id
        and month_flags.measure = measure.measure
        and month_flags.month = places_ended.starts
    left join periods_missing
        on periods_missing.grain = places_ended.grain
        and periods_missing.starts = places_ended.starts
        and periods_missing.agency_id = places_ended.agency_id
    left join lackers on lackers.grain = places_ended.grain and lackers.starts = places_ended.starts
    left join complete_months on complete_months.month = places_ended.starts
),

-- a month that no agency has sent, or a quarter or year of which the files do not reach the end,
-- or for a follow-up measure the end of the window
judged as (
    select
        joined.*,
        case
            when grain = 'month' then is_sent_by_nobody
            when known_through is null then true
            else datediff(known_through, last_day_asked)
                < case when is_last or not is_follow_up then 0 else window_days end
        end as is_open,
        case
            when grain = 'month' then is_sent_by_nobody
            when known_through is null then true
            else datediff(known_through, last_day_asked) < case when is_last then 0 else 7 end
        end as is_open_7,
        case
            when grain = 'month' then is_sent_by_nobody
            when known_through is null then true
            else datediff(known_through, last_day_asked) < case when is_last then 0 else 30 end
        end as is_open_30
    from joined
)

select
    agency_id,
    measure,
    grain,
    period,
    starts,
    ends,
    cast(months_received as int) as months_received,
    cast(agencies as int) as agencies,
    status,
    case
        when is_follow_up then coalesce(denominator, 0)
        else coalesce(counted, 0)
    end as counted,
    case
        when not is_follow_up then value
        when denominator > 0 then cast(numerator as double) / denominator
    end as value,
    median_days,
    p90_days,
    case when standard_days is not null and not is_follow_up then coalesce(within, 0) end as within,
    case when not is_follow_up then coalesce(held, 0) end as held,
    case when counts_too_long then coalesce(too_long, 0) end as too_long,
    case when counts_no_contact then coalesce(no_contact, 0) end as no_contact,
    case when counts_served_before then coalesce(served_before, 0) end as served_before,
    case when is_follow_up then coalesce(numerator, 0) end as numerator,
    case when is_follow_up then coalesce(denominator, 0) end as denominator,
    case when is_follow_up then coalesce(completed, 0) end as completed,
    case when is_follow_up then coalesce(entered, 0) end as entered,
    case when is_follow_up then coalesce(completed - denominator, 0) end as pending,
    case when is_follow_up then coalesce(entered_7, 0) end as entered_7,
    case when is_follow_up then coalesce(numerator_7, 0) end as numerator_7,
    case when is_follow_up then coalesce(denominator_7, 0) end as denominator_7,
    case when is_follow_up then coalesce(entered_30, 0) end as entered_30,
    case when is_follow_up then coalesce(numerator_30, 0) end as numerator_30,
    case when is_follow_up then coalesce(denominator_30, 0) end as denominator_30,
    case
        when agency_id is not null and grain = 'month' then month_warming_up
        else coalesce(in_warming_up > pooled_share * counted, false)
    end as warming_up,
    case
        when agency_id is not null and grain = 'month' then month_provisional
        else is_open or coalesce(volume_provisional > pooled_share * volume, false)
    end as provisional,
    case
        when not is_follow_up then cast(null as int)
        when agency_id is not null and lacks_within_or_after then cast(lackers - 1 as int)
        else cast(lackers as int)
    end as links_missing,
    case
        when not is_follow_up then cast(null as boolean)
        when agency_id is not null and grain = 'month' then month_provisional_7
        else is_open_7 or coalesce(volume_provisional_7 > pooled_share * volume, false)
    end as provisional_7,
    case
        when not is_follow_up then cast(null as boolean)
        when agency_id is not null and grain = 'month' then month_provisional_30
        else is_open_30 or coalesce(volume_provisional_30 > pooled_share * volume, false)
    end as provisional_30
from judged
