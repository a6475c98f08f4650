-- The audit, alerts for staff, and the heartbeats of workers.
-- kind: baseline

-- The audit: append-only chains, one for each customer and one for the partner.
create table audit_events (
  chain text not null,
  seq bigint not null,
  at timestamptz not null,
  event text not null,
  actor text not null,
  attributes jsonb not null,
  hash bytea not null,
  constraint audit_events_chain_seq_pk primary key (chain, seq),
  constraint audit_only_safe_values check (only_safe_values(attributes)),
  constraint audit_event_words check (event ~ '^[a-z_]+(\.[a-z_]+)+$'),
  constraint audit_actor check (actor ~ '^(user|staff|system):[0-9a-z-]{1,40}$')
);
create index audit_actions on audit_events (chain, action_of(event, attributes), at desc)
  where actor like 'user:%' and action_of(event, attributes) is not null;
create index audit_answers on audit_events (chain, (attributes ->> 'call')) where event = 'logs.answered';
create index audit_newest on audit_events (at desc);
create index audit_of_run on audit_events (chain, (attributes ->> 'run')) where event in ('run.started', 'run.closed');
create index audit_role_sessions on audit_events (chain, at desc, seq desc)
  where event in ('run.started', 'logs.opened', 'support.opened');
create index audit_role_sessions_of on audit_events (chain, (attributes ->> 'connection'), at desc, seq desc)
  where event in ('run.started', 'logs.opened', 'support.opened');

-- The newest event of each chain.
create table audit_heads (
  chain text primary key,
  seq bigint not null,
  hash bytea not null
);

-- Denied calls of staff entry points that are not written to the audit yet.
create table denied_calls (
  actor text not null,
  entry_point text not null,
  counted_until timestamptz not null,
  not_written int not null,
  constraint denied_calls_actor_entry_point_pk primary key (actor, entry_point),
  constraint denied_call_actor check (actor ~ '^(user|staff):[0-9a-f-]{36}$'),
  constraint denied_call_entry_point check (entry_point ~ '^[a-z][a-z-]{0,39}$'),
  constraint denied_call_number check (not_written between 0 and 999999999)
);

-- What staff must look at.
create table alerts (
  id uuid primary key default new_id(),
  kind text not null,
  customer_id uuid,
  connection_id uuid,
  raised_at timestamptz not null default now(),
  resolved_at timestamptz,
  constraint alert_kind check (kind ~ '^[a-z][a-z-]{0,39}$')
);
create index alerts_newest on alerts (raised_at desc);
create unique index one_open_alert on alerts (kind, customer_id, connection_id) nulls not distinct where (resolved_at is null);

-- When each worker was active last.
create table worker_heartbeats (
  worker_id text primary key,
  beat_at timestamptz not null default now(),
  constraint worker_id_word check (worker_id ~ '^[A-Za-z0-9._-]{1,80}$')
);
