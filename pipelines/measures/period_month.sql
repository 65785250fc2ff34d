-- One row per month: periods of a filter are months alone.
select * from period where grain = 'month'
