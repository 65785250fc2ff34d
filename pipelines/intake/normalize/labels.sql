-- one row per spelling of a short text: one line, no invisible characters, nothing that a spreadsheet or a page would run
create or replace macro labels(spelled) as table
with one_line as (
    select code, raw, trim(regexp_replace(raw, '[\s\x{a0}]+', ' ', 'g')) as text from query_table(spelled)
),
visible as (
    select
        *,
        trim(regexp_replace(text, '[\x{00}-\x{1f}\x{7f}-\x{9f}\x{ad}\x{61c}\x{180e}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{feff}]', '', 'g')) as seen
    from one_line
),
marked as (
    select
        *,
        regexp_matches(seen, '<[A-Za-z/!?]|\]\s*\(|!\[|`|\$.*\$|:[a-z-]+\[|&[#a-zA-Z0-9]+;|(?i:javascript:)') as markup
    from visible
),
plain as (
    select *, case when markup then translate(seen, '<>[]`$\&', '‹›⟨⟩''＄⧵＆') else seen end as harmless
    from marked
),
cut as (
    select *, left(harmless, 80) as short from plain
),
guarded as (
    select
        *,
        length(short) > 1 and regexp_matches(short, '^[=+@＝＋＠－-]') as formula
    from cut
)
select
    code,
    nullif(case when formula then '''' || short else short end, '') as value,
    min(code) over (partition by case when formula then '''' || short else short end) as same,
    formula,
    markup,
    seen <> text as invisible,
    length(harmless) > 80 as shortened
from guarded;

create or replace temp table site_id_value as from labels('spelled_site_id');
create or replace temp table level_of_care_value as from labels('spelled_level_of_care');
create or replace temp table referral_source_value as from labels('spelled_referral_source');
create or replace temp table program_value as from labels('spelled_program');
