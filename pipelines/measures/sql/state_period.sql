-- One row per measure and quarter or calendar year, pooled from requests and persons.
select
    measure,
    grain,
    period,
    starts,
    ends,
    agencies,
    counted,
    value,
    median_days,
    p90_days,
    within,
    held,
    too_long,
    no_contact,
    served_before,
    numerator,
    denominator,
    completed,
    entered,
    pending,
    entered_7,
    numerator_7,
    denominator_7,
    entered_30,
    numerator_30,
    denominator_30,
    warming_up,
    provisional,
    links_missing
from figures
where agency_id is null and grain <> 'month'
order by measure nulls last, grain nulls last, starts nulls last
