-- deletes the findings of this delivery's files of which no version is made
delete from file_finding where file_id in (
    select file_id from file
    where delivery_id = $delivery_id and file_id not in (select file_id from submission_file)
)
