-- One row per time measure, month and agency (agency empty: the state): the sum of the days of its
-- counted requests, and of their squares. With the count they give mean and spread exactly.
select
    agency_id,
    measure,
    month,
    cast(sum(days * requests) as bigint) as days_total,
    cast(sum(days * days * requests) as bigint) as days_squared
from day_count
group by grouping sets ((agency_id, measure, month), (measure, month))
