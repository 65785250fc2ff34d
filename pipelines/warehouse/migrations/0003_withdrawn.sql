-- When a version was taken back because it was wrong; an earlier state of its month holds since then.

alter table submission add column withdrawn_on date;
