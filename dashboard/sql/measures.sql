-- One row per measure: the goals in their order, then the others.
select
    measure, goal, label, short_label, unit, better, counted, excluded, month_rule, why, caveat,
    source, standard_days, owner, reviewed
from measure
order by goal nulls last, measure nulls last
