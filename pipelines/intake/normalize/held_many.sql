-- one row per kind with more than $own_findings held rows: how many, the first lines and their values
with many as (
    select kind, file, code, "column", sum(rows)::bigint as rows from held_kind
    group by kind, file, code, "column"
    having sum(rows) > $own_findings
)
select
    many.kind,
    many.file,
    many.code,
    many."column",
    any_value(many.rows) as rows,
    min(held.line, $first_lines) as lines,
    list_transform(
        min({'line': held.line, 'value': held.value}, $first_lines), lambda first : first.value
    ) as first_values
from held
inner join many
    on held.file = many.file and held.code = many.code and held."column" is not distinct from many."column"
group by many.kind, many.file, many.code, many."column"
