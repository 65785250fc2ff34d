-- Who may send by program, and who did what. Moments are UTC, YYYY-MM-DD HH:MM:SS.
-- "if not exists": for a while this step was the second, and some registers have taken it so.

-- the token itself is shown once and is stored nowhere
create table if not exists token (
    token_id integer primary key autoincrement,
    agency_id text not null references agency,
    name text not null,
    hash text not null,
    made_at text not null,
    made_by text not null,
    last_used_at text,
    revoked_at text
) strict;

-- each entry's hash covers the one before it, so that an edit breaks the chain from there on
create table if not exists audit (
    audit_id integer primary key autoincrement,
    at text not null,
    who text not null,
    action text not null,
    about text not null,
    hash text not null
) strict;

create trigger if not exists audit_stays before update on audit
begin select raise(abort, 'the audit log is only added to'); end;

create trigger if not exists audit_keeps before delete on audit
begin select raise(abort, 'the audit log is only added to'); end;
