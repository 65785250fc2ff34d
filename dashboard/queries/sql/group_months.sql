-- through a filter: yes
-- One row per month of one measure, pooled over a group: requests over requests, persons over
-- persons. Not final as a state month is: by the share that lies in months that are not. `squares`
-- is the sum of squared deviations of the pooled month's days from their mean.
with months as (
    select *, coalesce(completed, counted) as weighed
    from agency_month
    where measure = $measure
        and list_contains($members, agency_id)
        and ($everything or list_contains($agencies, agency_id))
),

sums as (
    select
        month,
        sum(requests) as n,
        sum(days::bigint * requests) as total,
        sum(days::bigint * days * requests) as of_squares
    from day_count
    where measure = $measure
        and list_contains($members, agency_id)
        and ($everything or list_contains($agencies, agency_id))
    group by month
)
select
    months.month,
    count(*) filter (status <> 'missing')::int as agencies,
    sum(counted)::bigint as counted,
    case
        when sum(denominator) > 0 then sum(numerator) / sum(denominator)
        when count(denominator) = 0 then sum(value * counted) / nullif(sum(counted), 0)
    end as value,
    null::double as median_days,
    null::double as p90_days,
    sum(held)::bigint as held,
    sum(no_contact)::bigint as no_contact,
    sum(numerator)::bigint as numerator,
    sum(denominator)::bigint as denominator,
    sum(completed)::bigint as completed,
    sum(entered)::bigint as entered,
    sum(pending)::bigint as pending,
    sum(entered_7)::bigint as entered_7,
    sum(entered_30)::bigint as entered_30,
    max(links_missing)::int as links_missing,
    coalesce(sum(counted) filter (warming_up), 0) > $pooled_share * sum(counted) as warming_up,
    count(*) filter (status <> 'missing') = 0
    or coalesce(sum(weighed) filter (provisional), 0) > $pooled_share * sum(weighed) as provisional,
    any_value((n * of_squares - total * total)::double / n) as squares
from months
left join sums on sums.month = months.month
group by months.month
order by months.month nulls last
