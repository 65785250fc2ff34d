-- one row per spelling of an id (docs/extract.md, Rows, 3); `same` is one number for all spellings of one id
create or replace macro ids(spelled) as table
with trimmed as (
    select code, raw, text, width, trim(text) as bare from query_table(spelled)
),
capitals as (
    select *, upper(bare) as capital from trimmed
),
undecimal as (
    select
        *,
        case
            when ends_with(capital, '0') and regexp_full_match(capital, '[0-9]+\.0+')
                then regexp_extract(capital, '^[0-9]+')
            else capital
        end as whole
    from capitals
),
digits as (
    select *, regexp_full_match(whole, '[0-9]+') as is_number from undecimal
),
padded as (
    select
        *,
        nullif(
            case when is_number and length(whole) < width then lpad(whole, width, '0') else whole end, ''
        ) as value
    from digits
)
select
    code,
    value,
    is_number,
    length(value) as size,
    text <> raw and value is not null as characters_changed,
    bare <> text and value is not null as spaces_removed,
    capital <> bare as case_changed,
    whole <> capital as decimal_dropped,
    value <> whole as zeros_restored,
    value <> raw as changed,
    case
        when is_number or value is null then null
        when length(value) > 64 then 'id_too_long'
        when not regexp_matches(value, '[ ,./+-]') then null
        when regexp_full_match(value, '[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}') then 'id_is_ssn'
        when regexp_full_match(value, '[0-9]([.,][0-9]+)?E\+[0-9]+') then 'id_is_rounded'
        when regexp_full_match(
            value, '[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/([0-9]{2}|[0-9]{4})'
        ) then 'id_is_date'
        when regexp_full_match(value, '[A-Z\x{80}-\x{10ffff}'' ,.-]{6,}')
            and regexp_matches(value, '[A-Z\x{80}-\x{10ffff}'']{2,}(, ?| )[A-Z\x{80}-\x{10ffff}'']{2,}|[A-Z\x{80}-\x{10ffff}'']{3,}, ?[A-Z\x{80}-\x{10ffff}]')
            then 'id_is_name'
    end as problem
from padded;

create or replace macro merged(valued) as table
with found as (
    from query_table(valued)
),
respelled as (
    select value, min(code) as first_code
    from found
    where value in (select value from found where changed)
    group by value
)
select
    found.*,
    case when found.value is not null then coalesce(respelled.first_code, found.code) end as same
from found left join respelled using (value);

create or replace temp table client_spelling as from ids('spelled_client_id');
create or replace temp table client_value as from merged('client_spelling');

-- a key that means "none" is empty
create or replace temp table person_spelling as
select
    * replace (case when not stands_for_none then value end as value),
    case when not stands_for_none then problem end as kept_problem
from (
    select
        *,
        coalesce(
            value in ('N/A', 'NONE', 'NULL', 'UNKNOWN')
            or length(value) < 4
            or replace(value, value[1], '') = '',
            false
        ) as stands_for_none
    from ids('spelled_person_key')
);
create or replace temp table person_value as from merged('person_spelling');

create or replace temp table record_spelling as from ids('spelled_record_id');
create or replace temp table record_value as from merged('record_spelling');
