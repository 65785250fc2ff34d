-- adds one row per client of the arriving rows whom the store does not know; a number only tells
-- clients apart, so which client gets which does not matter
insert into client
select
    (select coalesce(max(client), 0) from client) + row_number() over (), *, $key_version
from (
    select distinct agency_id, client_pseudonym from arriving
    where client_pseudonym not in (select pseudonym from client)
)
