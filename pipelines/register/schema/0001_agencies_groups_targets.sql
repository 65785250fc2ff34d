-- What the office says of its agencies. Months are first days, YYYY-MM-DD.

create table agency (
    agency_id text primary key,
    name text not null,
    size text not null default '',
    levels_of_care text not null default '',
    active_from text,
    active_to text,
    id_width integer,
    contact_name text not null default '',
    contact_email text not null default ''
) strict;

create table agency_group (
    kind text not null,
    name text not null,
    agency_id text not null references agency,
    primary key (kind, name, agency_id)
) strict;

-- agency_id empty: for all agencies
create table target (
    measure text not null,
    agency_id text references agency,
    value real not null,
    meet_by text not null
) strict;

-- what the office says of the register as a whole, such as that it holds a made-up sample
create table mark (name text primary key, value text not null) strict;

-- moves with every change, so that a board knows what it was made of
create table revision (revision integer not null) strict;
insert into revision values (0);
