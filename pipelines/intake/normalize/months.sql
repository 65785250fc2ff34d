-- the reporting months of each file: the sender's, else proposed from its dates (docs/extract.md, Reporting months)
create or replace temp table month_rows as
select event.file, date_trunc('month', event_date)::date as month, count(*) as rows
from event inner join sent using (file)
where event_date <= getvariable('today') and sent.first_month is null
group by all;

-- months with at most month_pause empty ones between them are one run; a file has one row a month, so the orders are total
create or replace temp table month_run as
with after_pause as (
    select
        *,
        date_diff('month', lag(month) over (partition by file order by month), month)
            > getvariable('month_pause') + 1 as is_apart
    from month_rows
),
numbered as (
    select *, count(*) filter (is_apart) over (partition by file order by month) as run
    from after_pause
),
-- a run's core: its busiest month and those with enough of the file's rows
cored as (
    select
        *,
        rows >= getvariable('month_share') * sum(rows) over (partition by file)
            or row_number() over (partition by file, run order by rows desc, month desc) = 1 as is_core
    from numbered
),
-- outwards from the core a month is out, and all beyond it, where it has few rows beside the next one
besides as (
    select
        *,
        lag(rows) over (partition by file, run order by month) as rows_before,
        lead(rows) over (partition by file, run order by month) as rows_after,
        min(month) filter (is_core) over (partition by file, run) as core_first,
        max(month) filter (is_core) over (partition by file, run) as core_last
    from cored
),
edges as (
    select
        *,
        max(month) filter (
            month < core_first and rows < getvariable('stray_share') * rows_after
        ) over (partition by file, run) as out_before,
        min(month) filter (
            month > core_last and rows < getvariable('stray_share') * rows_before
        ) over (partition by file, run) as out_after
    from besides
),
runs as (
    select file, run, min(month) as first_month, max(month) as last_month, sum(rows) as rows
    from edges
    where (out_before is null or month > out_before) and (out_after is null or month < out_after)
    group by file, run
),
sized as (
    select *, date_diff('month', first_month, last_month) + 1 as months, sum(rows) over (partition by file) as all_rows
    from runs
),
-- beside the run with most rows, of equal ones the latest
main as (
    select
        file,
        arg_max(struct_pack(run, rows, months, first_month, last_month), (rows, first_month)) as main
    from sized
    group by file
)
select
    sized.file,
    sized.run,
    sized.first_month,
    sized.last_month,
    sized.rows,
    sized.months,
    -- a wrong year puts few rows into few months
    sized.run = main.main.run or (
        sized.rows >= getvariable('month_share') * all_rows
        and (
            sized.months > getvariable('month_pause')
            or sized.rows / sized.months >= getvariable('stray_share') * main.main.rows / main.main.months
        )
    ) as is_kept,
    -- a month or two that lie whole years before or after the main run's months or the ones beside them
    sized.run <> main.main.run and sized.months <= 2
    and 12 * floor((date_diff('month', sized.last_month, main.main.last_month) + 1) / 12)
        >= date_diff('month', sized.first_month, main.main.first_month) - 1 as is_years_off
from sized inner join main using (file);

create or replace temp table reporting as
with after_gap as (
    select *,
        date_diff('month', lag(last_month) over (partition by file order by run), first_month)
            > getvariable('month_gap') as is_far
    from month_run
    where is_kept
),
stretch as (
    select file, number, min(first_month) as first_month, max(last_month) as last_month, sum(rows) as rows
    from (
        select *, count(*) filter (is_far) over (partition by file order by run) as number
        from after_gap
    )
    group by file, number
),
-- the stretch with the most rows, of equal ones the latest
proposed as (
    select
        file,
        arg_max(first_month, (rows, first_month)) as first_month,
        arg_max(last_month, (rows, first_month)) as last_month
    from stretch
    group by file
)
select
    sent.file,
    coalesce(sent.first_month, proposed.first_month) as first_month,
    coalesce(sent.last_month, proposed.last_month) as last_month,
    last_day(coalesce(sent.last_month, proposed.last_month)) as last_day
from sent left join proposed using (file);
