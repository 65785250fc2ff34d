-- ids that identify a person, that a spreadsheet rounded, or that are no id (docs/extract.md, Ids):
-- one row per file and spelling; some show only by the other ids of the file

-- a date in figures, its parts apart; null for none
create or replace macro written_date(parted) as (
    case
        when regexp_full_match(parted, '(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}')
            then try_strptime(parted, ['%Y-%m-%d', '%Y-%d-%m'])
        when regexp_full_match(parted, '[0-9]{1,2}-[0-9]{1,2}-(19|20)[0-9]{2}')
            then try_strptime(parted, ['%m-%d-%Y', '%d-%m-%Y'])
    end
);

create or replace macro month_names() as (
    '(JAN(UARY)?|FEB(RUARY)?|MAR(CH)?|APR(IL)?|MAY|JUNE?|JULY?|AUG(UST)?|SEPT?(EMBER)?|OCT(OBER)?|NOV(EMBER)?|DEC(EMBER)?'
    || '|ENE(RO)?|FEBRERO|MARZO|ABR(IL)?|MAYO|JUNIO|JULIO|AGO(STO)?|SEPTIEMBRE|OCTUBRE|NOVIEMBRE|DIC(IEMBRE)?)'
);

create or replace macro month_days() as ('(0?[1-9]|[12][0-9]|3[01])(ST|ND|RD|TH)?');

create or replace macro week_days() as ('(SUN|MON|TUE|WED|THU|FRI|SAT)[A-Z]*');

create or replace temp table identity as
with valued as (
    select 'client_id' as "column", * from client_value
    union all
    select 'person_key', * from person_value
),
worth_a_look as (
    select "column", code, same, value, core, size, is_number, is_well_formed
    from valued
    where value is not null and not is_placeholder and (not is_number or size = 8 or size > 64)
),
-- without accents, a time of day and the word before a date
unaccented as (
    select * replace (case when strlen(core) = length(core) then core else strip_accents(core) end as core)
    from worth_a_look
),
undobbed as (
    select
        *,
        case
            when regexp_matches(core, '^(DOB|BORN|BIRTH|DATE)')
                then regexp_replace(core, '^(DOB|BORN|BIRTH ?DATE|DATE OF BIRTH)[ :.#_-]*', '')
            else core
        end as undobbed
    from unaccented
),
timeless as (
    select
        *,
        case
            when contains(undobbed, ':') then regexp_replace(
                undobbed,
                '[T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?( ?[AP]\.?M\.?)?( ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?$',
                ''
            )
            else undobbed
        end as timeless
    from undobbed
),
-- its parts with one hyphen between them, and the letters before or behind figures
parted as (
    select
        *,
        replace(replace(translate(timeless, './_, ', '-----'), '--', '-'), '--', '-') as dashed,
        ltrim(rtrim(timeless, '0123456789 ._,/#-'), '0123456789 ._,/-') as letters,
        length(timeless) - length(translate(timeless, '0123456789', '')) as digits
    from timeless
),
dated as (
    select
        *,
        case
            when digits >= 6 then regexp_extract(dashed, '^[^0-9]*([0-9]+-[0-9]+-[0-9]+)[^0-9]*$', 1)
        end as figures,
        case when digits >= 6 then translate(dashed, '0123456789-''’', '') end as affix,
        case
            when digits = 8 then nullif(
                regexp_extract(dashed, '^[A-Z]{0,20}-?([0-9]{8})-?[A-Z]{0,20}$', 1), ''
            )
        end as eight
    from parted
),
read as (
    select *, case when length(figures) between 8 and 10 then written_date(figures) end as day from dated
),
judged as (
    select
        "column",
        code,
        same,
        is_well_formed,
        case
            when size > 64 then 'id_too_long'
            when is_number then null
            when contains(core, '@') and regexp_matches(core, '[^@\s]@[^@\s]') then 'id_is_email'
            when regexp_full_match(
                core,
                '(SSN?|SOC)?[ :#.(<-]*([0-9]{3}|X{3}|\*{3}) ?[-./_ ] ?([0-9]{2}|X{2}|\*{2}) ?[-./_ ] ?[0-9]{4}( ?-?[A-Z][A-Z0-9]?)?[)>]?'
            ) or regexp_full_match(core, 'SSN[ :#.-]*[0-9]{9}') then 'id_is_ssn'
            when regexp_full_match(core, '[-+]?([0-9]+([.,][0-9]+)?E\+|[0-9]+[.,][0-9]+E-?)[0-9]+')
                then 'id_is_rounded'
            when regexp_full_match(
                core,
                '(\+[0-9][0-9 ().-]{7,}[0-9]|(1[-. ]?)?\([0-9]{3}\)[-. ]*[0-9]{3}[-. ]?[0-9]{4}|(1[-. /])?[2-9][0-9]{2}[-. /][2-9][0-9]{2}[-. /][0-9]{4})( ?(X|EXT)\.? ?[0-9]+)?'
            ) then 'id_is_phone'
            when day is not null and affix = '' then 'id_is_date'
            when digits >= 12 and regexp_full_match(core, '(19|20)[0-9]{6}T[0-9]{4,6}([.,][0-9]+)?Z?')
                and try_strptime(core[:8], '%Y%m%d') is not null then 'id_is_date'
            when day is not null and day < getvariable('today') - interval 10 year
                then case when length(affix) < 4 then 'id_is_date' else 'id_is_name' end
            when regexp_full_match(timeless, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}')
                and try_strptime(timeless, ['%m/%d/%y', '%d/%m/%y']) is not null then 'id_is_date'
            when digits between 3 and 8 and regexp_matches(dashed, '[A-Z]{3}') and (
                regexp_full_match(
                    dashed,
                    '(' || week_days() || '-)?(' || month_days() || '-?(DE-)?' || month_names() || '-?(DE-)?((19|20)[0-9]{2}|[0-9]{2})'
                    || '|' || month_names() || '-?' || month_days() || '-(19|20)[0-9]{2}'
                    || '|(19|20)[0-9]{2}-?' || month_names() || '-?' || month_days() || ')'
                )
                or (
                    contains(core, ' ')
                    and regexp_full_match(dashed, month_names() || '-?' || month_days() || '-[0-9]{2}')
                )
            ) then 'id_is_date'
            when length(letters) >= 5
                and regexp_matches(letters, '[ ,''’.]')
                and regexp_full_match(letters, '[A-Z\x{80}-\x{10ffff}'' ,.-]+')
                and regexp_matches(
                    letters,
                    '[^ ,.-]{2}(, ?| )[^ ,.-]{2}|[^ ,.-]{3}(, ?| )[^ ,.-]|[A-Z](\. ?| )[^ ,.-]{3}|[A-Z][''’][A-Z]{3}'
                ) then 'id_is_name'
            when digits <= 8
                and regexp_matches(letters, '[._-]')
                and regexp_full_match(letters, '[A-Z\x{80}-\x{10ffff}''._-]+')
                and regexp_matches(letters, '[^._-]{4}')
                and not regexp_matches(letters, '^[._-]|[._-]$|[._-]{2}')
                and not regexp_matches(letters, '(^|[._-])[^AEIOUY._-]{2,}($|[._-])') then 'id_is_name'
            when not is_well_formed then 'id_unreadable'
        end as problem,
        letters,
        coalesce(day < getvariable('today') - interval 10 year, false) as has_birth_date,
        eight,
        case when regexp_full_match(dashed, '[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}') then dashed end as short_date,
        case
            when length(letters) >= 4 and regexp_full_match(dashed, '[A-Z\x{80}-\x{10ffff}'']+-?[0-9]{0,4}')
                and regexp_matches(letters, '[AEIOUY]')
                and not regexp_matches(letters, '[^AEIOUY]{5}') then letters
        end as word
    from read
)
select
    *,
    case
        when eight is not null then [
            coalesce(try_strptime(eight, '%Y%m%d') between date '1900-01-01' and getvariable('today'), false),
            coalesce(try_strptime(eight, '%m%d%Y') between date '1900-01-01' and getvariable('today'), false),
            coalesce(try_strptime(eight, '%d%m%Y') between date '1900-01-01' and getvariable('today'), false)
        ]
        when short_date is not null then [
            try_strptime(short_date, '%y-%m-%d') is not null,
            try_strptime(short_date, '%m-%d-%y') is not null,
            try_strptime(short_date, '%d-%m-%y') is not null
        ]
    end as date_in_order,
    left(coalesce(eight, short_date), 4) as day_and_month,
    word in (from person_name) as is_known_name
from judged;

-- one row per column, file and spelling
create or replace temp table id_of_file as
select distinct 'client_id' as "column", file, client_id_code as code from cell
union all
select distinct 'person_key', file, person_key_code from cell;

create or replace temp table id_problem as
with found as (
    select id_of_file.file, identity.* from id_of_file inner join identity using ("column", code)
),
valued as (
    select 'client_id' as "column", code, same from client_value where value is not null and not is_placeholder
    union all
    select 'person_key', code, same from person_value where value is not null
),
counted as (
    select "column", file, count(distinct same) as ids
    from id_of_file inner join valued using ("column", code)
    where file in (select file from found)
    group by all
),
-- letters that several ids share are a site or a program, unless two of them are people's names
shared_letters as (
    select "column", file, letters
    from (
        select "column", file, letters
        from found
        where problem = 'id_is_name' and not has_birth_date
        group by all
        having count(distinct same) >= 3
    )
    where len(list_intersect(
        regexp_split_to_array(letters, '[^\p{L}]+'), (select list(word) from person_name)
    )) < 2
),
grouped as (
    select
        "column",
        file,
        count(distinct same) filter (date_in_order[1]) as years_first,
        count(distinct same) filter (date_in_order[2]) as months_first,
        count(distinct same) filter (date_in_order[3]) as days_first,
        count(distinct day_and_month) as days,
        count(distinct same) filter (word is not null) as words,
        count(distinct word) as different_words,
        count(distinct same) filter (is_known_name) as names,
        count(distinct word) filter (is_known_name) as different_names
    from found
    group by "column", file
),
shown as (
    select
        "column",
        file,
        ids >= getvariable('few_ids')
            and (years_first = ids or (days >= 5 and (months_first = ids or days_first = ids))) as are_dates,
        (
            ids >= getvariable('few_ids') and words >= 0.8 * ids and different_words >= 0.5 * words
        ) or (different_names >= 3 and names >= 0.8 * ids) as are_names
    from grouped inner join counted using ("column", file)
),
judged as (
    select
        "column",
        file,
        code,
        case
            when problem = 'id_is_name' and not has_birth_date and shared_letters.file is not null
                then case when not is_well_formed then 'id_unreadable' end
            when problem is not null then problem
            when are_dates and date_in_order is not null then 'id_is_date'
            when are_names and word is not null then 'id_is_name'
        end as problem
    from found
    inner join shown using ("column", file)
    left join shared_letters using ("column", file, letters)
)
from judged where problem is not null;

create or replace temp view client_problem as from id_problem where "column" = 'client_id';
create or replace temp view person_problem as from id_problem where "column" = 'person_key';

-- what the rules about ids can find: the others need not run
create or replace temp table id_code_found as
select distinct problem as code from id_problem
union all
select unnest(list_filter(
    [
        case when bool_or(is_placeholder and not stands_for_none) then 'client_placeholder' end,
        case when bool_or(stands_for_none) then 'person_key_empty' end,
        case when bool_or(case_kept) then 'id_case_kept' end,
        case when bool_or(case_changed) then 'id_case' end,
        case when bool_or(characters_changed) then 'id_characters' end,
        case when bool_or(spaces_removed) then 'id_spaces' end,
        case when bool_or(unwrapped) then 'id_wrapped' end,
        case when bool_or(decimal_dropped) then 'id_decimal' end,
        case when bool_or(zeros_restored) then 'id_zeros_restored' end,
        case when bool_or(is_number and size = 9) then 'id_nine_digits' end
    ],
    lambda code: code is not null
))
from id_spelling;
