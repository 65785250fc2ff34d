-- one row per version to store: clients whom an earlier month knows, of those with an event that
-- needs an earlier one and of all; the same of up to twelve months before; what the others cost
with monthly as (
    select
        submission_id, agency_id, month,
        count(*) filter (needs_earlier) as linking,
        count(*) filter (needs_earlier and is_known) as linked,
        count(*) as clients,
        count(*) filter (is_known) as known,
        count(*) filter (lacks_contact and not is_known) as without_contact,
        count(*) filter (lacks_assessment and not is_known) as without_assessment
    from linkage
    group by submission_id, agency_id, month
),
-- an agency has one version a month here, so the order is total; nothing lies before the first month
numbered as (
    select *, row_number() over (partition by agency_id order by month) as nth from monthly
),
compared as (
    select
        * exclude (nth),
        coalesce(sum(linking) filter (nth > 1) over before, 0)::bigint as linking_before,
        coalesce(sum(linked) filter (nth > 1) over before, 0)::bigint as linked_before,
        coalesce(sum(clients) filter (nth > 1) over before, 0)::bigint as clients_before,
        coalesce(sum(known) filter (nth > 1) over before, 0)::bigint as known_before,
        nth > 1 as has_before
    from numbered
    window before as (
        partition by agency_id order by month rows between 12 preceding and 1 preceding
    )
)
select
    month, without_contact, without_assessment, compared.submission_id, agency_id, linking, linked,
    clients, known, linking_before, linked_before, clients_before, known_before, has_before
from compared semi join arrived on arrived.submission_id = compared.submission_id and fate = 'stored'
order by agency_id, month
