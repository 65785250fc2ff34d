-- Times between the first and the last active month in which an agency is closed: first days of the
-- first and the last month. It opens again after each.
create table agency_pause (
    agency_id text not null references agency,
    starts text not null,
    ends text not null check (starts <= ends),
    primary key (agency_id, starts)
) strict;

delete from target where rowid not in (
    select max(rowid) from target group by coalesce(agency_id, ''), measure, meet_by
);

-- one measure, agency and day has one target
create unique index one_target_a_day on target (coalesce(agency_id, ''), measure, meet_by);
