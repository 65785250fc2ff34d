-- one row per spelling of a date (docs/extract.md, Rows, 4); slashes are read month first, their order is settled per file by rules
create or replace temp table date_value as
with trimmed as (
    select code, trim(text) as text from spelled_event_date
),
formed as (
    select
        code,
        text,
        case
            when text = '' then null
            when regexp_full_match(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then 'iso'
            when regexp_full_match(text, '[0-9]{8}') then 'compact'
            when regexp_full_match(text, '[0-9]{1,2}/[0-9]{1,2}/([0-9]{4}|[0-9]{2})') then 'slashes'
            when regexp_full_match(text, '[0-9]{1,2}-[A-Za-z]{3}-([0-9]{4}|[0-9]{2})') then 'month_name'
            when regexp_full_match(
                text,
                '[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)? ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?'
            ) then 'timestamp'
            when regexp_full_match(text, '[0-9]{5}([.][0-9]+)?') then 'serial'
            else 'unreadable'
        end as form
    from trimmed
),
parts as (
    select
        *,
        case
            when form = 'slashes' then string_split(text, '/')
            when form = 'month_name' then string_split(text, '-')
        end as part
    from formed
),
spelled_out as (
    select
        *,
        case
            when form in ('iso', 'timestamp') then text[:10]
            when form = 'compact' then text[:4] || '-' || text[5:6] || '-' || text[7:8]
            when form = 'slashes' then
                right('20' || part[3], 4) || '-' || lpad(part[1], 2, '0') || '-' || lpad(part[2], 2, '0')
            when form = 'month_name' then
                right('20' || part[3], 4) || '-'
                || lpad(((strpos('janfebmaraprmayjunjulaugsepoctnovdec', lower(part[2])) + 2) // 3)::varchar, 2, '0')
                || '-' || lpad(part[1], 2, '0')
        end as iso
    from parts
)
select
    code,
    form,
    case
        when form = 'serial' then date '1899-12-30' + try_cast(text[:5] as integer)
        when form = 'month_name' and (strpos('janfebmaraprmayjunjulaugsepoctnovdec', lower(part[2])) - 1) % 3 <> 0
            then null
        when iso < '1900' then null  -- a slip, and outside what other programs hold
        else try_cast(iso as date)
    end as date,
    case when form = 'slashes' then try_cast(part[1] as integer) end as first_number,
    case when form = 'slashes' then try_cast(part[2] as integer) end as second_number
from spelled_out;
