-- One row per index discharge and dimension that its own row names: what `discharges` is, for a
-- filter.
select detox_to_outpatient.*, 'site_id' as dimension, site_id as member
from detox_to_outpatient
where site_id is not null

union all

select detox_to_outpatient.*, 'level_of_care' as dimension, level_of_care as member
from detox_to_outpatient
where level_of_care is not null

union all

select detox_to_outpatient.*, 'referral_source' as dimension, referral_source as member
from detox_to_outpatient
where referral_source is not null
