-- One row per client and stretch of months: the person that the client is from `starts` to the day
-- before `ends`. A state key counts as long as no agency carries it on too many clients; a client
-- without a key is a person of its own (negative number). Where a client's key changes from one
-- month to another, the months before keep theirs, until the office says that the change was a
-- correction (`key_correction`): then the later key counts for them too.
with keyed as (
    select
        agency_id,
        client,
        person_key,
        person_key_rank,
        event_date,
        cast(date_trunc('month', event_date) as date) as month
    from event
    where person_key is not null
),

void as (
    select person_key
    from keyed cross join rule
    group by agency_id, person_key, clients_per_key
    having count(distinct client) > clients_per_key
),

-- few clients have several keys, and only their months are put in order
clients as (
    select
        agency_id,
        client,
        min(person_key) as person_key,
        min(person_key) <> max(person_key) as has_several_keys
    from event
    group by agency_id, client
),

-- rows of one date and rank carry the same key, so it does not matter which of them is first
ranked as (
    select
        keyed.agency_id,
        keyed.client,
        keyed.month,
        keyed.person_key,
        row_number() over (
            partition by keyed.client, keyed.month
            order by keyed.event_date desc nulls last, keyed.person_key_rank desc nulls last
        ) as place
    from keyed
    inner join clients on clients.client = keyed.client and clients.has_several_keys
),

-- a client has one row a month from here on, so the order is total
compared as (
    select
        ranked.*,
        lag(person_key) over (partition by client order by month nulls last) as key_before
    from ranked
    where place = 1
),

numbered as (
    select
        compared.client,
        compared.month,
        compared.person_key,
        sum(
            case
                when compared.person_key <> compared.key_before and key_correction.month is null
                    then 1
                else 0
            end
        ) over (
            partition by compared.client order by compared.month nulls last
            rows between unbounded preceding and current row
        ) as stretch
    from compared
    left join key_correction
        on key_correction.agency_id = compared.agency_id
        and key_correction.month = compared.month
),

-- of a stretch the key of its last month counts; the first reaches back to the client's first row
spans as (
    select client, stretch, min(month) as first_month, max(month) as last_month
    from numbered
    group by client, stretch
),

stretches as (
    select
        spans.client,
        numbered.person_key,
        case when spans.stretch > 0 then spans.first_month end as starts,
        lead(spans.first_month) over (
            partition by spans.client order by spans.stretch nulls last
        ) as ends
    from spans
    inner join numbered
        on numbered.client = spans.client and numbered.month = spans.last_month
),

known as (
    select
        clients.agency_id,
        clients.client,
        coalesce(stretches.person_key, clients.person_key) as person_key,
        coalesce(stretches.starts, cast('0001-01-01' as date)) as starts,
        coalesce(stretches.ends, cast('9999-12-31' as date)) as ends
    from clients
    left join stretches on stretches.client = clients.client
)

select
    known.agency_id,
    known.client,
    known.starts,
    known.ends,
    case
        when known.person_key is null or void.person_key is not null then -known.client
        else known.person_key
    end as person
from known
left join (select distinct person_key from void) as void on void.person_key = known.person_key
