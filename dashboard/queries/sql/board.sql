-- through a filter: no
-- One row: what this board is.
select version, schema, published_at, data_through, sample from board
