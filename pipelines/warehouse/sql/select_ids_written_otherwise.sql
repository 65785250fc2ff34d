-- one row per way in which ids may have changed: how many unknown ids are some id of the history
-- when written so; first the way that matches most
with unknown as (
    select distinct agency_id, client_id from client_kept
    semi join unknown_pseudonym using (pseudonym)
    where agency_id = $agency_id
),
written as (
    select
        client_id,
        unnest([
            {'way': 'zeros added', 'id': ltrim(client_id, '0')},
            {'way': 'case', 'id': upper(client_id)},
            {'way': 'case', 'id': lower(client_id)},
            {'way': 'marks added', 'id': regexp_replace(client_id, '[-_./]', '', 'g')},
            {'way': 'agency added', 'id': regexp_replace(client_id, '^' || agency_id || '[-_./]?', '')},
            {'way': 'agency lost', 'id': agency_id || client_id},
            {'way': 'agency lost', 'id': agency_id || '-' || client_id},
            {'way': 'letters added', 'id': regexp_replace(client_id, '^[A-Za-z]+[-_./]?', '')},
            {'way': 'letters added', 'id': regexp_replace(client_id, '[-_./]?[A-Za-z]+$', '')},
            {'way': 'year added', 'id': regexp_replace(client_id, '^(19|20)[0-9]{2}[-_./]?', '')},
            {'way': 'part added', 'id': regexp_replace(client_id, '[-_./][A-Za-z0-9]+$', '')},
            {'way': 'part added', 'id': regexp_replace(client_id, '^[A-Za-z0-9]+[-_./]', '')},
            {'way': 'digits added', 'id': client_id[:-2]},
            {'way': 'digits added', 'id': client_id[:-3]},
            {'way': 'digits added', 'id': client_id[2:]},
            {'way': 'digits added', 'id': client_id[3:]}
        ], recursive := true)
    from unknown
    union all
    select
        client_id,
        case when width > length(client_id) then 'zeros lost' else 'zeros added' end,
        lpad(ltrim(client_id, '0'), width, '0')
    from unknown cross join (select unnest([4, 5, 6, 7, 8, 9, 10, 12]) as width)
    where width >= length(ltrim(client_id, '0'))
    union all
    select client_id, 'letters lost', letter || mark || client_id
    from unknown
    cross join (select unnest(string_split('A B C D E F G H I J K L M N O P Q R S T U V W X Y Z ID PT CL MRN', ' ')) as letter)
    cross join (select unnest(['', '-']) as mark)
)
select way, count(distinct client_id) as ids
from written
where id <> client_id and id <> ''
    and pseudonym('client|' || $agency_id || '|' || id) in (select pseudonym from history_pseudonym)
group by way
-- of equally many the most particular way
order by ids desc, list_position(
    [
        'zeros lost', 'zeros added', 'case', 'agency added', 'agency lost', 'year added',
        'letters added', 'letters lost', 'marks added', 'part added', 'digits added'
    ],
    way
)
