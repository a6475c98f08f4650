-- The sealed ARN (`role_arn`) is in no grant of SELECT: only functions return it (db/functions/sealed-arns.sql). Staff see no
-- External ID, HMAC or role ID.

-- connections
alter table connections enable row level security;
alter table connections force row level security;
create policy owner on connections to sp_owner using (true) with check (true);
create policy everyone on connections to sp_staff, sp_worker using (true) with check (true);
create policy own on connections to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select (
  customer_id, id, name, regions, tier, log_group_prefix, stack_region, template_version, status, reason, external_id_id,
  arn_hmac, account_id, role_id, proved_run_id, proved_at, waiting_until, refused_at, confirm_step, next_check_at,
  disabled_by, created_at, removed_at, permissions_boundary_arn, role_path, allow_self_inspection, regular_check_at,
  reminders, proof_mac, claim_ended_at
) on connections to sp_app;
grant select (
  customer_id, id, name, regions, tier, log_group_prefix, stack_region, template_version, status, reason, account_id,
  proved_run_id, proved_at, waiting_until, refused_at, confirm_step, next_check_at, disabled_by, created_at, removed_at
) on connections to sp_staff;
grant select (
  customer_id, id, name, regions, tier, log_group_prefix, stack_region, template_version, status, reason, external_id_id,
  arn_hmac, account_id, role_id, proved_run_id, proved_at, waiting_until, refused_at, confirm_step, next_check_at,
  lease_until, lease_token, disabled_by, created_at, removed_at, permissions_boundary_arn, role_path, allow_self_inspection,
  regular_check_at, reminders, proof_mac, claim_ended_at
) on connections to sp_worker;
grant insert (
  customer_id, id, name, regions, tier, log_group_prefix, stack_region, permissions_boundary_arn, role_path,
  allow_self_inspection
) on connections to sp_app;
grant update (
  name, regions, tier, log_group_prefix, stack_region, template_version, status, reason, role_arn, arn_hmac, account_id,
  role_id, proved_run_id, proved_at, waiting_until, refused_at, confirm_step, next_check_at, disabled_by,
  permissions_boundary_arn, role_path, allow_self_inspection, regular_check_at, reminders, proof_mac
) on connections to sp_app;
grant update (
  template_version, status, reason, role_arn, arn_hmac, account_id, role_id, proved_run_id, proved_at, waiting_until,
  refused_at, confirm_step, next_check_at, lease_until, lease_token, regular_check_at, reminders, proof_mac, claim_ended_at
) on connections to sp_worker;

-- external_ids
alter table external_ids enable row level security;
alter table external_ids force row level security;
create policy owner on external_ids to sp_owner using (true) with check (true);
create policy everyone on external_ids to sp_staff, sp_worker using (true) with check (true);
create policy own on external_ids to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on external_ids to sp_app, sp_worker;
grant select (customer_id, connection_id, id, state, created_at, state_at) on external_ids to sp_staff;

-- candidates
alter table candidates enable row level security;
alter table candidates force row level security;
create policy owner on candidates to sp_owner using (true) with check (true);
create policy own on candidates to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid) and expires_at > now());
create policy live on candidates to sp_worker using (expires_at > now());
grant delete on candidates to sp_app, sp_worker;
grant select (customer_id, connection_id, arn_hmac, expires_at) on candidates to sp_app, sp_worker;
grant insert (customer_id, connection_id, role_arn, arn_hmac) on candidates to sp_app, sp_worker;

-- reseals
alter table reseals enable row level security;
alter table reseals force row level security;
create policy owner on reseals to sp_owner using (true) with check (true);

-- support_grants
alter table support_grants enable row level security;
alter table support_grants force row level security;
create policy owner on support_grants to sp_owner using (true) with check (true);
create policy everyone on support_grants to sp_staff, sp_worker using (true) with check (true);
create policy own on support_grants to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on support_grants to sp_app, sp_staff;
