-- Whether an agency's client numbers differ in case alone; empty: its files show it.
alter table agency add column case_sensitive_ids integer check (case_sensitive_ids in (0, 1));
