-- The sealed ARN (`role_arn`) is in no grant of SELECT: only functions return it (db/functions/sealed-arns.sql). Staff see no
-- External ID, HMAC or role ID.

-- connections
alter table connections enable row level security;
alter table connections force row level security;
create policy owner on connections to sp_owner using (true) with check (true);
create policy staff_and_worker on connections to sp_staff, sp_worker using (true) with check (true);
create policy tenant on connections to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select (
  customer_id, id, name, regions, log_access, log_group_prefix, stack_region, offered_template_version, offered_log_access, status,
  reason, external_id_id, arn_hmac, account_id, role_id, verified_run_id, verified_at, waiting_until, denied_since, confirm_step, next_check_at,
  disabled_by, created_at, removed_at, permissions_boundary_arn, role_path, allow_self_inspection, regular_check_at,
  reminders, verification_mac, claim_ended_at, quarantined_at
) on connections to sp_app;
grant select (
  customer_id, id, name, regions, log_access, log_group_prefix, stack_region, offered_template_version, offered_log_access, status,
  reason, account_id, verified_run_id, verified_at, waiting_until, denied_since, confirm_step, next_check_at, disabled_by,
  created_at, removed_at, claim_ended_at, quarantined_at
) on connections to sp_staff;
grant select (
  customer_id, id, name, regions, log_access, log_group_prefix, stack_region, offered_template_version, offered_log_access, status,
  reason, external_id_id, arn_hmac, account_id, role_id, verified_run_id, verified_at, waiting_until, denied_since, confirm_step, next_check_at,
  lease_until, lease_token, disabled_by, created_at, removed_at, permissions_boundary_arn, role_path, allow_self_inspection,
  regular_check_at, reminders, verification_mac, claim_ended_at, quarantined_at
) on connections to sp_worker;
grant insert (
  customer_id, id, name, regions, log_access, log_group_prefix, stack_region, permissions_boundary_arn, role_path,
  allow_self_inspection
) on connections to sp_app;
grant update (
  name, regions, log_access, log_group_prefix, stack_region, status, reason, role_arn, arn_hmac, arn_hmac_before, account_id,
  role_id, verified_run_id, verified_at, waiting_until, denied_since, confirm_step, next_check_at, disabled_by,
  permissions_boundary_arn, role_path, allow_self_inspection, regular_check_at, reminders, verification_mac
) on connections to sp_app;
grant update (
  status, reason, role_arn, arn_hmac, arn_hmac_before, account_id, role_id, verified_run_id, verified_at, waiting_until,
  denied_since, confirm_step, next_check_at, lease_until, lease_token, regular_check_at, reminders, verification_mac, claim_ended_at
) on connections to sp_worker;

-- external_ids
alter table external_ids enable row level security;
alter table external_ids force row level security;
create policy owner on external_ids to sp_owner using (true) with check (true);
create policy staff_and_worker on external_ids to sp_staff, sp_worker using (true) with check (true);
create policy tenant on external_ids to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on external_ids to sp_app, sp_worker;
grant select (customer_id, connection_id, id, state, created_at, state_at) on external_ids to sp_staff;

-- pending_role_arns
alter table pending_role_arns enable row level security;
alter table pending_role_arns force row level security;
create policy owner on pending_role_arns to sp_owner using (true) with check (true);
create policy tenant on pending_role_arns to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid) and expires_at > now());
create policy unexpired on pending_role_arns to sp_worker using (expires_at > now());
grant delete on pending_role_arns to sp_app, sp_worker;
grant select (customer_id, connection_id, arn_hmac, expires_at) on pending_role_arns to sp_app, sp_worker;
grant insert (customer_id, connection_id, role_arn, arn_hmac) on pending_role_arns to sp_app, sp_worker;

-- reseals
alter table reseals enable row level security;
alter table reseals force row level security;
create policy owner on reseals to sp_owner using (true) with check (true);

-- arn_index_keys
alter table arn_index_keys enable row level security;
alter table arn_index_keys force row level security;
create policy owner on arn_index_keys to sp_owner using (true) with check (true);
create policy staff_and_worker on arn_index_keys for select to sp_staff, sp_worker using (true);
grant select on arn_index_keys to sp_staff, sp_worker;

-- data_key_canaries
alter table data_key_canaries enable row level security;
alter table data_key_canaries force row level security;
create policy owner on data_key_canaries to sp_owner using (true) with check (true);
create policy staff_and_worker on data_key_canaries for select to sp_staff, sp_worker using (true);
grant select on data_key_canaries to sp_staff, sp_worker;

-- reindexed_arns
alter table reindexed_arns enable row level security;
alter table reindexed_arns force row level security;
create policy owner on reindexed_arns to sp_owner using (true) with check (true);

-- support_grants
alter table support_grants enable row level security;
alter table support_grants force row level security;
create policy owner on support_grants to sp_owner using (true) with check (true);
create policy staff_and_worker on support_grants to sp_staff, sp_worker using (true) with check (true);
create policy tenant on support_grants to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on support_grants to sp_app, sp_staff;

-- connection_leases
alter table connection_leases enable row level security;
alter table connection_leases force row level security;
create policy owner on connection_leases to sp_owner using (true) with check (true);
