-- One row per client: the person that the client is. A state key counts as long as no agency
-- carries it on too many clients; a client without a key is a person of its own (negative number).
with keyed as (
    select agency_id, client, person_key, person_key_rank, event_date
    from event
    where person_key is not null
),

void as (
    select person_key
    from keyed cross join rule
    group by agency_id, person_key, clients_per_key
    having count(distinct client) > clients_per_key
),

-- rows of one date and rank carry the same key, so it does not matter which of them is first
ranked as (
    select
        client,
        person_key,
        row_number() over (
            partition by client
            order by event_date desc nulls last, person_key_rank desc nulls last
        ) as place
    from keyed
),

clients as (
    select distinct agency_id, client from event
)

select
    clients.agency_id,
    clients.client,
    case
        when ranked.person_key is null or void.person_key is not null then -clients.client
        else ranked.person_key
    end as person
from clients
left join ranked on ranked.client = clients.client and ranked.place = 1
left join (select distinct person_key from void) as void on void.person_key = ranked.person_key
