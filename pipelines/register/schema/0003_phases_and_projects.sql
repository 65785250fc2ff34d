-- What happened to a measure that its chart must know.

-- a new baseline, decided by a person; agency empty: the state's series
create table phase (
    agency_id text references agency,
    measure text not null,
    starts text not null,
    reason text not null
) strict;

create table project (
    project_id integer primary key,
    agency_id text not null references agency,
    measure text not null,
    title text not null,
    starts text not null,
    ends text,
    outcome text check (outcome in ('adopted', 'adapted', 'abandoned')),
    unique (agency_id, measure, title, starts)
) strict;
