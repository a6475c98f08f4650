-- Saved searches belong to a customer, favorites to a person. The limits of calls are used only by functions.

-- saved_searches
alter table saved_searches enable row level security;
alter table saved_searches force row level security;
create policy owner on saved_searches to sp_owner using (true) with check (true);
create policy tenant on saved_searches to sp_app
  using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid));
grant select, insert, delete on saved_searches to sp_app;
grant update (name, search) on saved_searches to sp_app;

-- favorite_log_groups
alter table favorite_log_groups enable row level security;
alter table favorite_log_groups force row level security;
create policy owner on favorite_log_groups to sp_owner using (true) with check (true);
create policy tenant on favorite_log_groups to sp_app
  using (
    customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid)
    and user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
  );
grant select, insert, delete on favorite_log_groups to sp_app;

-- log_quotas
alter table log_quotas enable row level security;
alter table log_quotas force row level security;
create policy owner on log_quotas to sp_owner using (true) with check (true);
