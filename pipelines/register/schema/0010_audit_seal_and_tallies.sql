-- The audit log's seal lies outside this file; here is whose key made it. What happens often in a
-- day is one entry of the log and a count.

create table audit_seal_key (fingerprint text not null) strict;

-- times: of this action since the day began; the log has its entry, and the count the day after
create table tally (
    day text not null,
    who text not null,
    action text not null,
    about text not null,
    times integer not null,
    primary key (day, who, action, about)
) strict;
