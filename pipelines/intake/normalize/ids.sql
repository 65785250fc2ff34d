-- one row per spelling of an id (docs/extract.md, Ids); `same` is one number for all spellings of one id
-- the three id columns in one pass
create or replace temp table id_spelling as
with spelled as (
    select 'client_id' as "column", * from spelled_client_id
    union all
    select 'person_key', * from spelled_person_key
    union all
    select 'record_id', * from spelled_record_id
),
trimmed as (
    select *, trim(text) as bare from spelled
),
-- what a spreadsheet or a program wrapped around it, however often
unquoted as (
    select
        *,
        case
            when regexp_full_match(bare, '[A-Za-z0-9]*') then bare
            else regexp_replace(
                regexp_replace(bare, '^[\s=#\\''"`´‘’‚‛“”„‟‹›«»′″]+', ''),
                '[\s;,\\''"`´‘’‚‛“”„‟‹›«»′″]+$', ''
            )
        end as unquoted
    from trimmed
),
unbracketed as (
    select
        *,
        case
            when regexp_full_match(unquoted, '\{[^{}]*\}|\[[^\[\]]*\]')
                then trim(unquoted[2:-2], ' ''"')
            else unquoted
        end as core
    from unquoted
),
-- groups of digits, where they can be read in one way alone, and a short prefix
joined as (
    select
        *,
        case
            when not regexp_matches(core, '[ ,''’]') then core
            when regexp_full_match(
                core, '([A-Za-z]{1,4} )?[0-9]{1,3}(( [0-9]{3})+|(,[0-9]{3})+|([''’][0-9]{3})+)(\.0+)?'
            ) then regexp_replace(core, '[ ,''’]', '', 'g')
            when regexp_full_match(core, '[0-9]{1,3}(\.[0-9]{3})+,0+|[0-9]+,0{1,2}')
                then replace(replace(core, '.', ''), ',', '.')
            when regexp_full_match(core, '[A-Za-z]{1,4} [0-9]+(\.0+)?') then replace(core, ' ', '')
            else core
        end as joined
    from unbracketed
),
cased as (
    select *, case when letters = 0 then upper(joined) else joined end as cased from joined
),
undecimal as (
    select
        *,
        case
            when ends_with(cased, '0') and regexp_full_match(cased, '[0-9]+\.0+')
                then regexp_extract(cased, '^[0-9]+')
            else cased
        end as whole
    from cased
),
digits as (
    select *, regexp_full_match(whole, '[0-9]+') as is_number from undecimal
),
padded as (
    select
        *,
        nullif(
            case when is_number and length(whole) < width then lpad(whole, width, '0') else whole end, ''
        ) as padded
    from digits
),
-- words and marks in the place of an id; a field of # alone is a number too wide for its column
worded as (
    select
        *,
        case
            when is_number then regexp_full_match(whole, '0+|9{6,}')
            when padded is null then contains(bare, '#')
            else
                regexp_full_match(regexp_replace(upper(core), '[ ._/-]', '', 'g'), '0*|9{6,}|X+')
                or not regexp_matches(core, '[\p{L}\p{N}]')
                or regexp_replace(upper(bare), '\s+', ' ', 'g') in (from placeholder_word)
                or regexp_replace(upper(core), '\s+', ' ', 'g') in (from placeholder_word)
        end as is_placeholder
    from padded
),
-- a key that means "none" is empty
named as (
    select
        *,
        coalesce(
            "column" = 'person_key'
            and (is_placeholder or length(padded) < 4 or replace(padded, padded[1], '') = ''),
            false
        ) as stands_for_none
    from worded
)
select
    "column",
    code,
    case
        when stands_for_none then null
        when padded is null and is_placeholder then '#'
        else padded
    end as value,
    is_placeholder,
    stands_for_none,
    is_number,
    length(padded) as size,
    upper(core) as core,
    letters = 1 and upper(joined) <> joined as case_kept,
    text <> raw and padded is not null as characters_changed,
    bare <> text and padded is not null as spaces_removed,
    joined <> bare and padded is not null as unwrapped,
    cased <> joined as case_changed,
    joined as spelled,
    whole <> cased as decimal_dropped,
    padded <> whole as zeros_restored,
    coalesce(padded <> raw, false) as changed,
    is_number or regexp_full_match(
        joined, '[\p{L}\p{N}]([\p{L}\p{M}\p{N}._/-]*[\p{L}\p{M}\p{N}])?'
    ) as is_well_formed
from named;

create or replace macro merged(name) as table
with found as (
    select * exclude ("column") from id_spelling where "column" = name
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

create or replace temp table client_value as from merged('client_id');
create or replace temp table person_value as from merged('person_key');
create or replace temp table record_value as from merged('record_id');
