-- Staff read the counts. They are written only by functions, as is the progress of the worker's tasks.

-- retention_progress
alter table retention_progress enable row level security;
alter table retention_progress force row level security;
create policy owner on retention_progress to sp_owner using (true) with check (true);

-- verifications_hourly
alter table verifications_hourly enable row level security;
alter table verifications_hourly force row level security;
create policy owner on verifications_hourly to sp_owner using (true) with check (true);
create policy staff on verifications_hourly for select to sp_staff using (true);
grant select on verifications_hourly to sp_staff;

-- connections_daily
alter table connections_daily enable row level security;
alter table connections_daily force row level security;
create policy owner on connections_daily to sp_owner using (true) with check (true);
create policy staff on connections_daily for select to sp_staff using (true);
grant select on connections_daily to sp_staff;

-- onboarding
alter table onboarding enable row level security;
alter table onboarding force row level security;
create policy owner on onboarding to sp_owner using (true) with check (true);

-- onboarding_daily
alter table onboarding_daily enable row level security;
alter table onboarding_daily force row level security;
create policy owner on onboarding_daily to sp_owner using (true) with check (true);
create policy staff on onboarding_daily for select to sp_staff using (true);
grant select on onboarding_daily to sp_staff;

-- calls_hourly
alter table calls_hourly enable row level security;
alter table calls_hourly force row level security;
create policy owner on calls_hourly to sp_owner using (true) with check (true);
create policy staff on calls_hourly for select to sp_staff using (true);
grant select on calls_hourly to sp_staff;

-- calls_counted
alter table calls_counted enable row level security;
alter table calls_counted force row level security;
create policy owner on calls_counted to sp_owner using (true) with check (true);

-- customer_summaries
alter table customer_summaries enable row level security;
alter table customer_summaries force row level security;
create policy owner on customer_summaries to sp_owner using (true) with check (true);
create policy staff on customer_summaries for select to sp_staff using (true);
grant select on customer_summaries to sp_staff;

-- connection_counts
alter table connection_counts enable row level security;
alter table connection_counts force row level security;
create policy owner on connection_counts to sp_owner using (true) with check (true);
create policy staff on connection_counts for select to sp_staff using (true);
grant select on connection_counts to sp_staff;

-- connection_region_counts
alter table connection_region_counts enable row level security;
alter table connection_region_counts force row level security;
create policy owner on connection_region_counts to sp_owner using (true) with check (true);
create policy staff on connection_region_counts for select to sp_staff using (true);
grant select on connection_region_counts to sp_staff;

-- customer_counts
alter table customer_counts enable row level security;
alter table customer_counts force row level security;
create policy owner on customer_counts to sp_owner using (true) with check (true);
create policy staff on customer_counts for select to sp_staff using (true);
grant select on customer_counts to sp_staff;
