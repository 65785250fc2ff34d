-- adds one row per person key of the arriving rows that the store does not know; a number only tells
-- keys apart, so which key gets which does not matter
insert into person
select
    (select coalesce(max(person_key), 0) from person) + row_number() over (), *, $key_version
from (
    select distinct person_pseudonym from arriving
    where person_pseudonym is not null
        and person_pseudonym not in (select pseudonym from person)
)
