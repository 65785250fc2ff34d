-- short texts that were changed on the way in
select file, line, 'site_id' as "column", null as value
from kept inner join site_id_value on site_id_code = code
where markup
union all
select file, line, 'level_of_care', null
from kept inner join level_of_care_value on level_of_care_code = code
where markup
union all
select file, line, 'referral_source', null
from kept inner join referral_source_value on referral_source_code = code
where markup
union all
select file, line, 'program', null
from kept inner join program_value on program_code = code
where markup
