-- ids that were changed on the way in; the value is the number of spellings that so became one with another
with folded as (
    select kept.file, line, 'client_id' as "column", same, spelled, case_changed
    from kept inner join client_value on client_id_code = code
    where same in (select same from client_value where case_changed)
    union all
    select kept.file, line, 'person_key', same, spelled, case_changed
    from kept inner join person_value on person_key_code = code
    where same in (select same from person_value where case_changed)
),
merged as (
    select file, "column", sum(spellings - 1)::bigint::varchar as value
    from (
        select file, "column", same, count(distinct spelled) as spellings from folded group by all
    )
    group by all
)
select file, line, "column", value
from folded inner join merged using (file, "column")
where case_changed
