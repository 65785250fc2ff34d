-- deletes the clients of this delivery that no row names
delete from client
where client >= $first_client and client not in (select client from event_row)
