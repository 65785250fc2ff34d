-- through a filter: no
-- One row: the settings that this board was computed with, as JSON.
select settings from board
