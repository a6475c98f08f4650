-- The audit and the alerts are written only by functions.

-- audit_events
alter table audit_events enable row level security;
alter table audit_events force row level security;
create policy owner on audit_events to sp_owner using (true) with check (true);
create policy staff_and_worker on audit_events for select to sp_staff, sp_worker using (true);
create policy tenant on audit_events for select to sp_app
  using (chain = (select nullif(current_setting('app.customer_id', true), '')::uuid)::text);
grant select on audit_events to sp_app, sp_staff;

-- audit_heads
alter table audit_heads enable row level security;
alter table audit_heads force row level security;
create policy owner on audit_heads to sp_owner using (true) with check (true);
create policy staff_and_worker on audit_heads for select to sp_staff, sp_worker using (true);
create policy tenant on audit_heads for select to sp_app
  using (chain = (select nullif(current_setting('app.customer_id', true), '')::uuid)::text);
grant select on audit_heads to sp_staff, sp_worker;

-- audit_checkpoints
alter table audit_checkpoints enable row level security;
alter table audit_checkpoints force row level security;
create policy owner on audit_checkpoints to sp_owner using (true) with check (true);
create policy staff on audit_checkpoints for select to sp_staff using (true);
grant select on audit_checkpoints to sp_staff;

-- denied_calls
alter table denied_calls enable row level security;
alter table denied_calls force row level security;
create policy owner on denied_calls to sp_owner using (true) with check (true);

-- alerts
alter table alerts enable row level security;
alter table alerts force row level security;
create policy owner on alerts to sp_owner using (true) with check (true);
create policy staff_and_worker on alerts to sp_staff, sp_worker using (true) with check (true);
grant select on alerts to sp_staff;

-- worker_heartbeats
grant select on worker_heartbeats to sp_app, sp_staff;
grant select, insert, update, delete on worker_heartbeats to sp_worker;

-- staff_actions
alter table staff_actions enable row level security;
alter table staff_actions force row level security;
create policy owner on staff_actions to sp_owner using (true) with check (true);
create policy staff on staff_actions for select to sp_staff using (true);
grant select on staff_actions to sp_staff;

-- staff_action_items
alter table staff_action_items enable row level security;
alter table staff_action_items force row level security;
create policy owner on staff_action_items to sp_owner using (true) with check (true);
create policy staff on staff_action_items for select to sp_staff using (true);
grant select on staff_action_items to sp_staff;

-- alert_history
alter table alert_history enable row level security;
alter table alert_history force row level security;
create policy owner on alert_history to sp_owner using (true) with check (true);
create policy staff on alert_history for select to sp_staff using (true);
grant select on alert_history to sp_staff;

-- alert_mail_choices
alter table alert_mail_choices enable row level security;
alter table alert_mail_choices force row level security;
create policy owner on alert_mail_choices to sp_owner using (true) with check (true);
create policy staff on alert_mail_choices for select to sp_staff using (true);
grant select on alert_mail_choices to sp_staff;

-- alert_mails
alter table alert_mails enable row level security;
alter table alert_mails force row level security;
create policy owner on alert_mails to sp_owner using (true) with check (true);

-- alert_recipients
alter table alert_recipients enable row level security;
alter table alert_recipients force row level security;
create policy owner on alert_recipients to sp_owner using (true) with check (true);
