-- One row per contact, assessment or service that names a site, level of care or referral source.
select client, request_no, event_date, step, site_id, level_of_care, referral_source
from steps
where step < 4
    and (site_id is not null or level_of_care is not null or referral_source is not null)
