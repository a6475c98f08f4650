-- Customers see their own runs and probes, staff and the worker those of all. The limits of calls are used only by functions.

-- verification_runs
alter table verification_runs enable row level security;
alter table verification_runs force row level security;
create policy owner on verification_runs to sp_owner using (true) with check (true);
create policy staff_and_worker on verification_runs to sp_staff, sp_worker using (true) with check (true);
create policy tenant on verification_runs to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select, insert on verification_runs to sp_app, sp_worker;
grant select (
  customer_id, id, connection_id, external_id_id, reason, requested_by, sandbox, session_name, sts_region, planned,
  retired_total, started_at, lease_until, finished_at, verdict, control, outcome_reason, log_checks, account_id, probes_deleted_at
) on verification_runs to sp_staff;
grant update (
  session_name, sts_region, planned, retired_total, lease_until, finished_at, verdict, control, outcome_reason, log_checks,
  account_id, role_id, mac, probes_sha256
) on verification_runs to sp_app, sp_worker;

-- verification_probes
alter table verification_probes enable row level security;
alter table verification_probes force row level security;
create policy owner on verification_probes to sp_owner using (true) with check (true);
create policy staff_and_worker on verification_probes to sp_staff, sp_worker using (true) with check (true);
create policy tenant on verification_probes to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select, insert on verification_probes to sp_app, sp_worker;
grant select on verification_probes to sp_staff;

-- sts_regions
alter table sts_regions enable row level security;
alter table sts_regions force row level security;
create policy owner on sts_regions to sp_owner using (true) with check (true);

-- sts_shares
alter table sts_shares enable row level security;
alter table sts_shares force row level security;
create policy owner on sts_shares to sp_owner using (true) with check (true);
