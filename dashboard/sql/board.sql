-- One row: what this board is.
select version, published_at, data_through, sample, schema from board
