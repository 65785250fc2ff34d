-- one row per spelling of a date (docs/extract.md, Rows, 4); slashes are read month first, their order is settled per file by rules
create or replace temp table date_value as
with trimmed as (
    select code, trim(regexp_replace(text, '\s+', ' ', 'g')) as text from spelled_event_date
),
-- the day, and the time of day and zone after it
timed as (
    select
        code,
        text,
        regexp_extract(
            text,
            '^(.+?)(?:[Tt:]|,? )([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,]([0-9]+))?)?'
            '(?: ?([AaPp])[.]? ?[Mm][.]?)?(?: ?([Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))?$',
            ['day', 'hour', 'minute', 'second', 'fraction', 'half', 'zone']
        ) as clock
    from trimmed
),
split as (
    select
        code,
        text,
        clock.day <> '' as has_time,
        lower(strip_accents(if(clock.day <> '', clock.day, text))) as whole_day,
        try_cast(clock.hour as integer) as hour,
        try_cast(clock.minute as integer) as minute,
        coalesce(try_cast(clock.second as integer), 0) as second,
        clock.fraction as fraction,
        lower(clock.half) as half,
        upper(clock.zone) as zone,
        try_cast(regexp_extract(clock.zone, '^[+-]([0-9]{2})', 1) as integer) as zone_hours,
        coalesce(try_cast(regexp_extract(clock.zone, '^[+-][0-9]{2}:?([0-9]{2})$', 1) as integer), 0) as zone_minutes
    from timed
),
-- a name of the weekday before the day says no more, but must be the right one
weekday as (
    select
        *,
        regexp_extract(
            whole_day,
            '^(?:(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?[.]?,? )?(.*)$',
            ['name', 'day']
        ) as named
    from split
),
formed as (
    select
        * exclude (named, whole_day),
        named.name as weekday,
        named.day as day,
        case
            when text = '' then null
            when not has_time and regexp_full_match(text, '[0-9]{5}([.][0-9]+)?') then 'serial'
            when regexp_full_match(named.day, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then 'iso'
            when regexp_full_match(named.day, '[0-9]{4}(-[0-9]{1,2}-|/[0-9]{1,2}/|[.][0-9]{1,2}[.])[0-9]{1,2}')
                then 'year_first'
            when regexp_full_match(named.day, '[0-9]{8}') then 'compact'
            when regexp_full_match(named.day, '[0-9]{1,2}/[0-9]{1,2}/([0-9]{4}|[0-9]{2})') then 'slashes'
            when regexp_full_match(
                named.day,
                '[0-9]{1,2}(st|nd|rd|th)?[-/ .]?[a-z]{3,9}[.]?[-/ ,]*([0-9]{4}|[0-9]{2})'
                '|[a-z]{3,9}[.]?[-/ ]?[0-9]{1,2}(st|nd|rd|th)?(, ?|[-/ ])([0-9]{4}|[0-9]{2})'
                '|[0-9]{4}[-/ ]?[a-z]{3,9}[-/ ]?[0-9]{1,2}'
            ) then 'month_name'
            else 'unreadable'
        end as form
    from weekday
),
-- year, month and day as they are in the text: month_name gives its two numbers in their order
parts as (
    select
        * exclude (form),
        case
            when
                (form = 'month_name' and month_of(day) is null or form = 'unreadable')
                and names_other_month(day)
                then 'other_language'
            else form
        end as form,
        regexp_extract_all(day, '[0-9]+') as number
    from formed
),
spelled_out as (
    select
        *,
        case
            when form in ('iso', 'year_first') then number[1] || '-' || lpad(number[2], 2, '0') || '-' || lpad(number[3], 2, '0')
            when form = 'compact' then day[:4] || '-' || day[5:6] || '-' || day[7:8]
            when form = 'slashes' then
                right('20' || number[3], 4) || '-' || lpad(number[1], 2, '0') || '-' || lpad(number[2], 2, '0')
            when form = 'month_name' and length(number[1]) = 4 then
                number[1] || '-' || lpad(month_of(day)::varchar, 2, '0') || '-' || lpad(number[2], 2, '0')
            when form = 'month_name' then
                right('20' || number[2], 4) || '-' || lpad(month_of(day)::varchar, 2, '0') || '-' || lpad(number[1], 2, '0')
        end as iso
    from parts
),
dated as (
    select
        *,
        case
            when form = 'serial' then date '1899-12-30' + try_cast(text[:5] as integer)
            when iso < '1900' then null  -- a slip, and outside what other programs hold
            else try_cast(iso as date)
        end as day_written,
        has_time and form not in ('unreadable', 'other_language') and not (
            minute < 60 and second < 60
            and case half when '' then hour < 24 when 'a' then hour < 13 else hour between 1 and 12 end
            and (zone_hours is null or zone_hours < 15 and zone_minutes < 60)
        ) as time_fault
    from spelled_out
),
zoned as (
    select
        *,
        has_time and not time_fault and day_written is not null and (
            zone in ('Z', 'UTC', 'GMT') or coalesce(zone_hours = 0 and zone_minutes = 0, false)
        ) as is_utc,
        if(half = '', hour, hour % 12 + if(half = 'p', 12, 0)) as hour_of_day
    from dated
)
select
    code,
    form,
    case
        when time_fault then null
        when weekday <> '' and lower(dayname(day_written)[:3]) <> weekday then null
        when is_utc then
            timezone(
                getvariable('time_zone'),
                timezone('UTC', day_written + to_hours(hour_of_day) + to_minutes(minute) + to_seconds(second))
            )::date
        else day_written
    end as date,
    day_written,
    time_fault,
    has_time,
    is_utc,
    is_utc and hour_of_day + minute + second = 0 and trim(fraction, '0') = '' as is_utc_midnight,
    case when form = 'slashes' then try_cast(number[1] as integer) end as first_number,
    case when form = 'slashes' then try_cast(number[2] as integer) end as second_number
from zoned;
