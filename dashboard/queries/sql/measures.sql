-- through a filter: no
-- One row per measure: the goals in their order, then the others.
select
    key, goal, label, short as short_label, unit, better, counted, excluded, month_rule, why, caveat,
    source, standard_days, owner, reviewed
from measure
order by goal nulls last, key nulls last
