-- one row per spelling of a code: case, spaces and hyphens do not matter; a number of Florida's is a word too
create or replace macro coded(spelled, of_column) as table
with folded as (
    select
        code,
        nullif(regexp_replace(lower(trim(text)), '[\s_-]+', '_', 'g'), '') as word
    from query_table(spelled)
),
numbers as (
    select code, word, regexp_replace(word, '^0*([0-9]+)(\.0+)?$', '\1') as spelling
    from folded
)
select numbers.code, numbers.word, contract_code.value
from numbers
left join contract_code on contract_code.field = of_column and contract_code.spelling = numbers.spelling;

create or replace temp table event_type_value as from coded('spelled_event_type', 'event_type');
create or replace temp table discharge_reason_value as from coded('spelled_discharge_reason', 'discharge_reason');
create or replace temp table closure_reason_value as from coded('spelled_closure_reason', 'closure_reason');
create or replace temp table discharge_to_value as from coded('spelled_discharge_to', 'discharge_to');

-- any two digits are a Florida covered service, a lost leading zero is restored; with its name after it, or a
-- word for code before it, it is the same service, unless the text may be a list, an amount or a date
create or replace temp table service_code_value as
with trimmed as (
    select code, trim(text) as text from spelled_service_code
),
named as (
    select
        code,
        text,
        regexp_extract(text, '^0*([0-9]{1,2})([.,]0+)?$', 1) as number,
        regexp_extract(
            text,
            '(?i)^((sc|svc|code|service|service code|covered service)[ #:.-]*)?0*([0-9]{1,2})([.,]0+)?'
            || '(( *[-\x{2013}\x{2014}:;/(,._|=] *| +)(\pL.*))?$',
            ['prefix', 'word', 'number', 'decimal', 'rest', 'mark', 'name']
        ) as part
    from trimmed
)
select
    code,
    nullif(text, '') as word,
    number = '' and is_named as in_words,
    case
        when number <> '' then lpad(number, 2, '0')
        when is_named then lpad(part.number, 2, '0')
    end as value
from (
    select
        *,
        part.number <> ''
        and not regexp_matches(
            part.name,
            '(?i)[0-9]{2}|^(and|or|to|min|mins|minutes?|h|hrs?|hours?|units?|days|weeks|months|x)([^a-z]|$)'
        ) as is_named
    from named
);

create or replace temp table agency_value as
select
    code,
    nullif(upper(trim(text)), '') as value,
    regexp_full_match(upper(trim(text)), '[A-Z0-9][A-Z0-9_-]{0,31}') as well_formed
from spelled_agency_id;
