-- Actions of staff on many connections or customers: what was chosen, why, and the result of each.
-- kind: expand

-- A draft has no `started_at`: it is what its author sees before they start it, and nobody else. The counts are kept by triggers on the
-- items. `template_version` is the newest one when the draft was made. Customers can read the reason of an action on them.
create table staff_actions (
  id uuid primary key default new_id(),
  kind text not null,
  made_by uuid not null,
  drafted_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  stopped_at timestamptz,
  stopped_by uuid,
  reason text,
  category text,
  tag text,
  template_version int not null,
  source text not null,
  items int not null default 0,
  waiting int not null default 0,
  running int not null default 0,
  problems int not null default 0,
  skipped int not null default 0,
  stopped int not null default 0,
  constraint staff_action_kind check (kind in ('verify', 'rotate', 'suspend', 'resume', 'resend', 'upgrade', 'tag', 'untag')),
  constraint staff_action_reason check (char_length(reason) between 10 and 500 and reason !~ '[\x01-\x09\x0b-\x1f\x7f]'),
  constraint staff_action_category check (category ~ '^[a-z][a-z-]{0,39}$'),
  constraint staff_action_tag check (
    (tag is null) = (kind not in ('tag', 'untag')) and coalesce(tag ~ '^[a-z0-9]([a-z0-9 ._-]{0,28}[a-z0-9])?$', true)
  ),
  constraint staff_action_source check (char_length(source) between 1 and 2000),
  constraint staff_action_started check (
    (started_at is null) = (reason is null) and (started_at is not null or num_nonnulls(finished_at, stopped_at) = 0)
  ),
  constraint staff_action_stopped check (num_nulls(stopped_at, stopped_by) in (0, 2)),
  constraint staff_action_category_needed check (started_at is null or (category is null) = (kind not in ('rotate', 'suspend'))),
  constraint staff_action_counts check (least(waiting, running, problems, skipped, stopped) >= 0 and items <= 10000)
);
create index staff_actions_newest on staff_actions (started_at, id) where started_at is not null;
create index staff_actions_open on staff_actions (started_at, id) where started_at is not null and finished_at is null;
create index staff_actions_of_person on staff_actions (made_by, started_at);

-- One connection or customer of an action. `word` says why it was skipped, refused or failed, or is the verdict of its verification.
-- `rank` sorts a list: 0 problems, 1 changes of status, 2 everything else. `job_id` is the job of a verification that runs.
create table staff_action_items (
  action_id uuid not null,
  n int not null,
  customer_id uuid not null,
  connection_id uuid,
  state text not null,
  rank smallint not null default 2,
  word text,
  status_before text not null,
  status_after text,
  run_id uuid,
  job_id uuid,
  requested_at timestamptz,
  finished_at timestamptz,
  constraint staff_action_items_pk primary key (action_id, n),
  constraint staff_action_item_state check (
    state in ('waiting', 'running', 'done', 'failed', 'refused', 'skipped', 'stopped')
  ),
  constraint staff_action_item_rank check (rank between 0 and 2),
  constraint staff_action_item_word check (word ~ '^[a-z][a-z-]{0,39}$'),
  constraint staff_action_item_finished check (state = 'skipped' or (finished_at is null) = (state in ('waiting', 'running'))),
  constraint staff_action_item_of_action foreign key (action_id) references staff_actions (id) on delete cascade,
  constraint staff_action_item_of_customer foreign key (customer_id) references customers (id),
  constraint staff_action_item_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id)
);
create index staff_action_items_listed on staff_action_items (action_id, rank, n);
create index staff_action_items_waiting on staff_action_items (action_id, n) where state = 'waiting';
create index staff_action_items_running on staff_action_items (requested_at) where state = 'running';
create index staff_action_items_of_customer on staff_action_items (customer_id, connection_id, requested_at desc)
  where state in ('running', 'done');

-- The email to the owners of a connection whose stack should be updated.
select pgboss.create_queue('mail-upgrade', '{
  "policy": "standard", "notify": true, "retryLimit": 8, "retryDelay": 5, "retryBackoff": true, "expireInSeconds": 60,
  "heartbeatSeconds": 10, "deadLetter": "failed-jobs"
}');
