-- the first lines of one kind of held rows
select held.line
from held
inner join (select distinct file, code, "column" from held_kind where kind = $kind) as wanted
    on held.file = wanted.file
    and held.code = wanted.code
    and held."column" is not distinct from wanted."column"
order by held.line
limit $marked_lines
