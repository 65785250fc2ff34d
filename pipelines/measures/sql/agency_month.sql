-- One row per agency, measure and month, empty ones too.
select
    agency_id,
    measure,
    starts as month,
    status,
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
where agency_id is not null and grain = 'month'
order by agency_id nulls last, measure nulls last, month nulls last
