-- Client-level rows under surrogate numbers, and the ledger of every version sent.

create table client (client bigint, agency_id varchar, pseudonym blob, key_version smallint);

create table person (person_key bigint, pseudonym blob, key_version smallint);

-- what one command or one press of Send brought
create table delivery (
    delivery_id integer, received_at timestamp, received_on date, who varchar
);

create table file (
    file_id integer, delivery_id integer, agency_id varchar, name varchar, sha256 varchar,
    size bigint, rules varchar, outcome varchar,
    rows_read bigint, rows_accepted bigint, rows_held bigint, duplicates bigint
);

create table file_finding (file_id integer, code varchar, line integer, rows bigint);

-- one version of an agency's month; exactly one of them is active
create table submission (
    submission_id integer, delivery_id integer, agency_id varchar, month date, version integer,
    active boolean, nothing_to_report boolean, complete boolean, rows bigint
);

create table submission_file (submission_id integer, file_id integer, rows bigint);

create table event_row (
    submission_id integer, agency_id varchar, client bigint,
    person_key bigint, person_key_rank integer,
    event_type varchar, event_date date, discharge_reason varchar, closure_reason varchar,
    service_code varchar, discharge_to varchar,
    site_id varchar, level_of_care varchar, referral_source varchar, program varchar,
    record blob
);

-- moves with every change, so that a board knows what it was made of
create table revision (revision integer);
insert into revision values (0);

-- proves that the key in use is the one this store was made with
create table pseudonym_key (key_version smallint, fingerprint blob);

-- what the measures read: rows of active versions, and which months they are
create view event as
select event_row.* exclude (submission_id, record)
from event_row
semi join (select submission_id from submission where active) as active using (submission_id);

create view sent as
select agency_id, month, complete, nothing_to_report from submission where active;
