-- Everybody of a customer may open the result of a query, so its row is the customer's; the history shows a person only their own.
-- The worker has no right on these tables: it calls functions.

-- log_queries
alter table log_queries enable row level security;
alter table log_queries force row level security;
create policy owner on log_queries to sp_owner using (true) with check (true);
create policy tenant on log_queries to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on log_queries to sp_app;
grant insert (
  customer_id, id, connection_id, user_id, region, log_groups, range_from, range_to, query_text, query_sha256, infrequent,
  expected_bytes
) on log_queries to sp_app;
grant update (state, aws_query_id, scanned_bytes, scanned_records, matched_records, result_rows) on log_queries to sp_app;

-- log_usage_daily
alter table log_usage_daily enable row level security;
alter table log_usage_daily force row level security;
create policy owner on log_usage_daily to sp_owner using (true) with check (true);
create policy tenant on log_usage_daily to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on log_usage_daily to sp_app;

-- log_scan_sums
alter table log_scan_sums enable row level security;
alter table log_scan_sums force row level security;
create policy owner on log_scan_sums to sp_owner using (true) with check (true);
create policy tenant on log_scan_sums to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on log_scan_sums to sp_app;

-- query_thresholds
alter table query_thresholds enable row level security;
alter table query_thresholds force row level security;
create policy owner on query_thresholds to sp_owner using (true) with check (true);
create policy tenant on query_thresholds to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select on query_thresholds to sp_app;

-- saved_queries
alter table saved_queries enable row level security;
alter table saved_queries force row level security;
create policy owner on saved_queries to sp_owner using (true) with check (true);
create policy tenant on saved_queries to sp_app
  using (
    customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid)
    and (shared or user_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  );
grant select, insert, delete on saved_queries to sp_app;
grant update (shared, folder, name, query_text, connection_id, region, log_groups) on saved_queries to sp_app;
