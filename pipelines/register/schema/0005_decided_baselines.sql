-- Who decided on a new baseline, and when (UTC); a series starts one in a month once.
alter table phase add column decided_by text not null default '';
alter table phase add column decided_at text not null default '';

delete from phase where rowid not in (
    select min(rowid) from phase group by coalesce(agency_id, ''), measure, starts
);

create unique index one_phase_a_month on phase (coalesce(agency_id, ''), measure, starts);
