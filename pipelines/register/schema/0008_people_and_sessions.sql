-- Who may sign in and as what, and who is signed in. Moments are UTC, YYYY-MM-DD HH:MM:SS.

-- known by what the identity provider says; the address is for the screen
create table person (
    person_id integer primary key autoincrement,
    issuer text not null,
    subject text not null,
    email text not null,
    name text not null,
    came_at text not null,
    unique (issuer, subject)
) strict;

-- a role given to an address; without a person it is an invitation, open to the end of open_until
create table role (
    role_id integer primary key autoincrement,
    email text not null,
    person_id integer references person,
    role text not null check (role in ('state', 'group', 'agency', 'mentor', 'presenter')),
    agency_id text references agency,
    group_kind text,
    group_name text,
    open_until text not null,
    until text,
    given_at text not null,
    given_by text not null,
    ended_at text,
    ended_by text,
    check ((role = 'agency') = (agency_id is not null)),
    check ((role = 'group') = (group_name is not null)),
    check ((group_kind is null) = (group_name is null))
) strict;

create index role_of_person on role (person_id);

-- the cookie's secret is stored hashed
create table session (
    mark text primary key,
    person_id integer not null references person,
    started_at text not null,
    seen_at text not null,
    ended_at text,
    ended_why text
) strict;

create index session_of_person on session (person_id);
