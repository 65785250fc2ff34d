-- One row per request with a contact, as the cohort's counts read it.
select
    cohort.*,
    cast(null as string) as dimension,
    cast(null as string) as member
from cohort
