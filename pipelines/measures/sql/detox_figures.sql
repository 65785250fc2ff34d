-- One row per follow-up measure, period and agency with a completed detox (agency empty: the state,
-- the agencies' persons added up). A person counts once per agency and period.
with flagged as (
    select
        discharges.dimension,
        discharges.member,
        discharges.measure,
        discharges.agency_id,
        discharges.person,
        period.grain,
        period.starts,
        coalesce(days <= window_days, false) as followed,
        coalesce(days <= 7, false) as followed_7,
        coalesce(days <= 30, false) as followed_30,
        coalesce(days_known >= window_days, false) as mature,
        coalesce(days_known >= 7, false) as mature_7,
        coalesce(days_known >= 30, false) as mature_30
    from discharges
    cross join rule
    inner join period
        on period.month = cast(date_trunc('month', discharges.ended) as date)
),

persons as (
    select
        dimension,
        member,
        measure,
        agency_id,
        person,
        grain,
        starts,
        max(case when followed then 1 else 0 end) as entered,
        max(case when mature then 1 else 0 end) as mature,
        max(case when mature and followed then 1 else 0 end) as mature_entered,
        max(case when followed_7 then 1 else 0 end) as entered_7,
        max(case when mature_7 then 1 else 0 end) as mature_7,
        max(case when mature_7 and followed_7 then 1 else 0 end) as mature_entered_7,
        max(case when followed_30 then 1 else 0 end) as entered_30,
        max(case when mature_30 then 1 else 0 end) as mature_30,
        max(case when mature_30 and followed_30 then 1 else 0 end) as mature_entered_30
    from flagged
    group by dimension, member, measure, agency_id, person, grain, starts
)

select
    dimension,
    member,
    measure,
    grain,
    starts,
    agency_id,
    cast(count(*) as bigint) as completed,
    cast(sum(entered) as bigint) as entered,
    cast(sum(mature) as bigint) as denominator,
    cast(sum(mature_entered) as bigint) as numerator,
    cast(sum(entered_7) as bigint) as entered_7,
    cast(sum(mature_7) as bigint) as denominator_7,
    cast(sum(mature_entered_7) as bigint) as numerator_7,
    cast(sum(entered_30) as bigint) as entered_30,
    cast(sum(mature_30) as bigint) as denominator_30,
    cast(sum(mature_entered_30) as bigint) as numerator_30
from persons
group by grouping sets (
    (dimension, member, measure, grain, starts, agency_id),
    (dimension, member, measure, grain, starts)
)
