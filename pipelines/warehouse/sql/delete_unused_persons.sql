-- deletes the persons of this delivery that no row names
delete from person where person_key >= $first_person and person_key not in (
    select person_key from event_row where person_key is not null
)
