-- One more task of the worker.
-- kind: contract
-- safe: the check allows more than before

alter table retention_progress drop constraint retention_task;
alter table retention_progress add constraint retention_task check (
  task in ('probes', 'runs', 'verifications', 'connections', 'onboarding', 'lists')
);
