-- One row per request that reached the end of a time measure's interval: all three in one.
with ended as (
    select 'each_interval' as measure, each_interval.* from each_interval
)

select
    ended.*,
    cast(null as string) as dimension,
    cast(null as string) as member
from ended
