-- Blinded codes, consents, and the life of each release. Moments are UTC.

create table release_code (
    agency_id text primary key references agency,
    code text not null unique
) strict;

-- an agency agrees to be named in releases
create table consent (
    agency_id text not null references agency,
    what text not null check (what in ('named')),
    given_at text not null,
    given_by text not null,
    ended_at text,
    ended_by text
) strict;

create table release (
    number integer primary key autoincrement,
    board_version integer not null,
    reason text not null,
    edition text not null,
    requested_at text not null,
    requested_by text not null,
    out_at text,
    out_by text,
    refused_at text,
    refused_by text,
    withdrawn_at text,
    withdrawn_by text,
    withdrawn_why text
) strict;

-- the office's key to check releases with
create table release_key (public_key text not null) strict;
