-- Guards that other functions call first. Inside SECURITY DEFINER current_user is sp_owner, so they ask session_user.

-- Whether the caller may act for this customer: always, except sp_app, whose transaction names its customer.
create or replace function is_tenant(c uuid) returns boolean
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select session_user <> 'sp_app'
    or c is not distinct from nullif(current_setting('app.customer_id', true), '')::uuid and c is not null
$$;

-- Raises P0002 unless the caller may act for this customer.
create or replace function assert_tenant(c uuid) returns void
  language plpgsql stable
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if not is_tenant(c) then
    raise 'not found' using errcode = 'P0002';
  end if;
end $$;

-- Raises 42501 unless this person is an owner of the customer. In a customer's request it must also be the person of the
-- transaction, whom the guard in the process has identified. If the code names another owner by mistake, or no person is set,
-- the call is refused.
create or replace function assert_owner(c uuid, who uuid) returns void
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  if not exists (select from memberships where customer_id = c and user_id = who and role = 'owner')
    or session_user = 'sp_app' and who is distinct from nullif(current_setting('app.user_id', true), '')::uuid
  then
    raise 'owners only' using errcode = '42501', constraint = 'owner';
  end if;
end $$;

-- Raises 42501 unless this person is staff with one of these roles. For sp_staff it must also be the person of the transaction,
-- whom the guard in the process has identified. If the code names a colleague by mistake, or no person is set, the call
-- is refused.
create or replace function assert_staff(who uuid, roles text[]) returns void
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from staff where user_id = who and role = any (roles))
    or session_user = 'sp_staff' and who is distinct from nullif(current_setting('app.user_id', true), '')::uuid
  then
    raise 'staff only' using errcode = '42501', constraint = 'staff';
  end if;
end $$;

-- For triggers on rows that must not be changed or deleted by anyone.
create or replace function refuse_change() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  raise '% on % refused', tg_op, tg_table_name using errcode = '23001';
end $$;

create or replace trigger keep_rows before update or delete or truncate on audit_events
  for each statement execute function refuse_change();
create or replace trigger keep_rows before delete or truncate on audit_heads
  for each statement execute function refuse_change();
create or replace trigger keep_rows before delete or truncate on connections
  for each statement execute function refuse_change();
create or replace trigger keep_rows before delete or truncate on external_ids
  for each statement execute function refuse_change();
-- What may be deleted of runs and probes is decided in db/functions/retention.sql.
create or replace trigger keep_rows before update or truncate on verification_probes
  for each statement execute function refuse_change();
create or replace trigger keep_rows before truncate on verification_runs
  for each statement execute function refuse_change();
