-- One row per target that holds for one agency (null: the state): its own where it has any for the
-- measure, else those for all.
with own as (
    select *, agency_id is not null as theirs from target
    where measure = $measure and (agency_id is null or agency_id = $agency)
)
select value, starts, ends from own
where theirs = (select bool_or(theirs) from own)
order by starts nulls last
