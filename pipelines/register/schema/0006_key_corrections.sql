-- The office confirms that the person keys of an agency that change in a month correct the keys
-- before: the new key then counts for all earlier months, too.
create table key_correction (
    agency_id text not null references agency,
    month text not null,
    reason text not null,
    primary key (agency_id, month)
) strict;
