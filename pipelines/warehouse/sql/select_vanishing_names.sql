-- one row per site or event type that one version has and another one has not
with kind as (
    select submission_id, 'site ' || site_id as name from event_row
    where site_id is not null
    union
    select submission_id, replace(event_type, '_', ' ') from event_row
)
select name from kind where submission_id = $old
except select name from kind where submission_id = $new
order by name
