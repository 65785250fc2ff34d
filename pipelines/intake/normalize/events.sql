-- files whose times in UTC are all midnight, of two days or more: dates that a program wrote with a time
create or replace temp table midnight_file as
select cell.file
from cell inner join date_value as date on cell.event_date_code = date.code
where date.is_utc
group by cell.file
having bool_and(date.is_utc_midnight) and min(date.day_written) < max(date.day_written);

-- one row per row of the files; codes point to the spellings, everything else is normalised
create or replace temp table line as
select
    cell.* exclude (first_is_total),
    agency.value as agency,
    agency.well_formed as agency_well_formed,
    client.same as client,
    person.same as person,
    type.value::event_word as event_type,
    date.form as date_form,
    case when date.is_utc and midnight_file.file is not null then date.day_written else date.date end as event_date,
    case when type.value = 'detox_discharge' then discharge.value::discharge_word end as discharge_reason,
    case when type.value = 'request_closed' then closure.value::closure_word end as closure_reason,
    coalesce(
        (client.same is null and type.word is null and date.form is null)
        or (cell.first_is_total and (client.same is null or type.word is null or date.form is null)),
        false
    ) as is_footer
from cell
inner join agency_value as agency on cell.agency_id_code = agency.code
inner join client_value as client on cell.client_id_code = client.code
inner join person_value as person on cell.person_key_code = person.code
inner join event_type_value as type on cell.event_type_code = type.code
inner join date_value as date on cell.event_date_code = date.code
inner join discharge_reason_value as discharge on cell.discharge_reason_code = discharge.code
inner join closure_reason_value as closure on cell.closure_reason_code = closure.code
left join midnight_file on cell.file = midnight_file.file;

create or replace temp view event as from line where not is_footer;

-- the reporting months: the uploader's, else from the first to the last month holding enough of the
-- rows (of a long backfill none does: then all); a month long years off the others is a typing error
create or replace temp table reporting as
with dated as (
    select file, date_trunc('month', event_date)::date as month, count(*) as rows
    from event
    where event_date <= getvariable('today')
    group by all
),
shared as (
    select *, rows >= getvariable('month_share') * sum(rows) over (partition by file) as enough
    from dated
),
counted as (
    select file, month, rows from shared
    qualify enough or not bool_or(enough) over (partition by file)
),
-- a file has one row a month, so the order is total
after_gap as (
    select *,
        date_diff('month', lag(month) over (partition by file order by month), month)
            > getvariable('month_gap') as is_far
    from counted
),
stretch as (
    select file, number, min(month) as first_month, max(month) as last_month, sum(rows) as rows
    from (
        select *, count(*) filter (is_far) over (partition by file order by month) as number
        from after_gap
    )
    group by file, number
),
-- the stretch with the most rows, of equal ones the latest
proposed as (
    select
        file,
        arg_max(first_month, (rows, first_month)) as first_month,
        arg_max(last_month, (rows, first_month)) as last_month
    from stretch
    group by file
)
select
    sent.file,
    coalesce(sent.first_month, proposed.first_month) as first_month,
    coalesce(sent.last_month, proposed.last_month) as last_month,
    last_day(coalesce(sent.last_month, proposed.last_month)) as last_day
from sent left join proposed using (file);
