-- One row per index discharge and follow-up measure, as their figures read it.
with followed as (
    select 'each_follow_up' as measure, each_follow_up.* from each_follow_up
)

select
    followed.*,
    cast(null as string) as dimension,
    cast(null as string) as member
from followed
