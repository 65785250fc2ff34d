-- One row per measure and month: requests pooled over agencies, agencies' persons added up.
select
    measure,
    starts as month,
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
    links_missing,
    provisional_7,
    provisional_30
from figures
where agency_id is null and grain = 'month'
order by measure nulls last, month nulls last
