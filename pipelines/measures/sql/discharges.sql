-- One row per index discharge, as the detox figures read it.
select
    detox_to_outpatient.*,
    cast(null as string) as dimension,
    cast(null as string) as member
from detox_to_outpatient
