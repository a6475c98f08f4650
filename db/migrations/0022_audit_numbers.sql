-- Audit events are numbered from 1, so none can stand before the first link of its chain, where no verification begins.
-- kind: expand

-- Not valid: the events that exist are verified with their chains, and need not be read while the tables are locked.
alter table audit_events add constraint audit_event_seq check (seq > 0) not valid;
