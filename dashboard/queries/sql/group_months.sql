-- through a filter: yes
-- One row per month of one measure, pooled over a group: requests over requests, persons over
-- persons. Provisional as a state month is: by the usual share of the agencies that lack it.
with months as (
    select agency_month.*, month_volume.volume, days_total, days_squared
    from agency_month
    inner join month_volume using (agency_id, measure, month)
    left join month_spread using (agency_id, measure, month)
    where measure = $measure
        and list_contains($members, agency_id)
        and ($everything or list_contains($agencies, agency_id))
)
select
    month,
    count(*) filter (status <> 'missing')::int as agencies,
    sum(counted)::bigint as counted,
    case
        when sum(denominator) > 0 then sum(numerator) / sum(denominator)
        when count(denominator) = 0 then sum(days_total) / nullif(sum(counted), 0)
    end as value,
    null::double as median_days,
    null::double as p90_days,
    sum(held)::bigint as held,
    sum(too_long)::bigint as too_long,
    sum(no_contact)::bigint as no_contact,
    sum(numerator)::bigint as numerator,
    sum(denominator)::bigint as denominator,
    sum(completed)::bigint as completed,
    sum(entered)::bigint as entered,
    sum(pending)::bigint as pending,
    sum(entered_7)::bigint as entered_7,
    sum(entered_30)::bigint as entered_30,
    max(links_missing)::int as links_missing,
    sum(days_total)::bigint as days_total,
    sum(days_squared)::bigint as days_squared,
    coalesce(sum(counted) filter (warming_up), 0) > $pooled_share * sum(counted) as warming_up,
    count(*) filter (status <> 'missing') = 0
    or coalesce(sum(volume) filter (provisional), 0) > $pooled_share * sum(volume) as provisional,
    count(*) filter (status <> 'missing') = 0
    or coalesce(sum(volume) filter (provisional_7), 0) > $pooled_share * sum(volume)
        as provisional_7,
    count(*) filter (status <> 'missing') = 0
    or coalesce(sum(volume) filter (provisional_30), 0) > $pooled_share * sum(volume)
        as provisional_30
from months
group by month
order by month nulls last
