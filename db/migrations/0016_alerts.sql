-- Alerts with a severity, a count of repeats and what staff did about them; and who of the staff is emailed about which.
-- kind: expand

-- `severity` is 0 critical, 1 high, 2 medium, 3 low. `times` counts how often the rule matched since the alert was raised. `version` grows with
-- everything that a person does, so that nobody acts on what somebody else has just changed. `mailed_at` is when the portal decided who is
-- emailed. An alert that the portal resolved has no `resolved_by`.
alter table alerts add column severity smallint not null default 3;
alter table alerts add column times int not null default 1;
alter table alerts add column last_at timestamptz not null default now();
alter table alerts add column acknowledged_at timestamptz;
alter table alerts add column acknowledged_by uuid;
alter table alerts add column snoozed_until timestamptz;
alter table alerts add column resolved_by uuid;
alter table alerts add column version int not null default 1;
alter table alerts add column mailed_at timestamptz;
create index if not exists alerts_open on alerts (severity, raised_at, id) where resolved_at is null;
create index if not exists alerts_resolved on alerts (severity, raised_at, id) where resolved_at is not null;
create index if not exists alerts_by_end on alerts (resolved_at) where resolved_at is not null;
create index if not exists alerts_to_mail on alerts (id) where mailed_at is null;

-- What happened to an alert: who acknowledged, snoozed or resolved it, with which note, how many people were emailed, and when a new
-- incident opened it again. Without a person it was the portal.
create table alert_history (
  id uuid primary key default new_id(),
  alert_id uuid not null,
  at timestamptz not null default now(),
  what text not null,
  user_id uuid,
  until_at timestamptz,
  people int,
  note text,
  constraint alert_history_of_alert foreign key (alert_id) references alerts (id) on delete cascade,
  constraint alert_history_what check (what in ('emailed', 'reopened', 'acknowledged', 'snoozed', 'woken', 'resolved')),
  constraint alert_history_note check (char_length(note) between 1 and 1000)
);
create index alert_history_by_alert on alert_history (alert_id, at);

-- The severities about which a member of staff wants emails.
create table alert_mail_choices (
  user_id uuid not null,
  severity smallint not null,
  constraint alert_mail_choices_pk primary key (user_id, severity),
  constraint alert_mail_severity check (severity between 0 and 3),
  constraint alert_mail_choice_of_staff foreign key (user_id) references staff (user_id) on delete cascade
);

-- Emails about alerts, kept for a week: one alert each, or a digest. All alerts of an email are critical, or none is.
create table alert_mails (
  id uuid primary key default new_id(),
  user_id uuid not null,
  is_critical boolean not null,
  queued_at timestamptz not null default now(),
  constraint alert_mail_of_staff foreign key (user_id) references staff (user_id) on delete cascade
);
create index alert_mails_of_person on alert_mails (user_id, queued_at);

-- Who is emailed about which alert. Without `mail_id` the person has had enough emails for now and gets a digest later.
create table alert_recipients (
  alert_id uuid not null,
  user_id uuid not null,
  mail_id uuid,
  constraint alert_recipients_pk primary key (alert_id, user_id),
  constraint alert_recipient_of_alert foreign key (alert_id) references alerts (id) on delete cascade,
  constraint alert_recipient_of_staff foreign key (user_id) references staff (user_id) on delete cascade,
  constraint alert_recipient_mail foreign key (mail_id) references alert_mails (id) on delete cascade
);
create index alert_recipients_of_mail on alert_recipients (mail_id);
create index alert_recipients_waiting on alert_recipients (user_id) where mail_id is null;

select pgboss.create_queue('mail-alert', '{
  "policy": "standard", "notify": true, "retryLimit": 8, "retryDelay": 5, "retryBackoff": true, "expireInSeconds": 60,
  "heartbeatSeconds": 10, "deadLetter": "failed-jobs"
}');

-- When the worker ended normally.
alter table worker_heartbeats add column ended_at timestamptz;

-- Alerts of the release before get their severity, and each connection that is quarantined now its alert: that release computed these.
update alerts
set last_at = raised_at, mailed_at = raised_at, severity = case
    when kind in ('our-credentials', 'wrong-identity', 'control-failed', 'forged-verification', 'too-many-refusals') then 0
    when kind in ('account-connected-twice', 'role-connected-twice', 'own-account-submitted') then 1
    else 3
  end;
insert into alerts (kind, customer_id, connection_id, raised_at, last_at, mailed_at, severity)
select 'quarantined', customer_id, id, coalesce(quarantined_at, now()), coalesce(quarantined_at, now()), now(), 0
from connections
where status = 'quarantined';
