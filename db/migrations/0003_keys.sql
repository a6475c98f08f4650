-- What drizzle cannot say about the tables: FORCE, the circle of keys, the choice that a removed member loses.
do $$ declare t text; begin
  for t in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity loop
    execute format('alter table %I force row level security', t);
  end loop; end $$;

-- A connection is born with its ID, so one side of the circle waits for the end of the transaction.
alter table external_ids add constraint external_id_of_connection foreign key (customer_id, connection_id)
  references connections (customer_id, id) deferrable initially deferred;
-- Only an ID of this very connection of this very customer.
alter table connections add constraint connection_external_id foreign key (customer_id, id, external_id_id)
  references external_ids (customer_id, connection_id, id);
alter table sessions add constraint session_customer foreign key (customer_id, user_id)
  references memberships (customer_id, user_id) on delete set null (customer_id);
create unique index one_open_alert on alerts (kind, customer_id, connection_id) nulls not distinct where resolved_at is null;

-- Who calls: inside SECURITY DEFINER current_user is sp_owner, so these ask session_user.
create function is_own(c uuid) returns boolean language sql stable set search_path = pg_catalog as $$
  select session_user <> 'sp_app' or c is not distinct from nullif(current_setting('app.customer_id', true), '')::uuid and c is not null $$;
create function must_be_own(c uuid) returns void language plpgsql stable set search_path = pg_catalog, public as $$ begin
  if not is_own(c) then raise 'not found' using errcode = 'P0002'; end if; end $$;
create function must_be_owner(c uuid, who uuid) returns void language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  if not exists (select from memberships where customer_id = c and user_id = who and role = 'owner') then
    raise 'owners only' using errcode = '42501', constraint = 'owner'; end if; end $$;
create function must_be_staff(who uuid, roles text[]) returns void language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  if not exists (select from staff where user_id = who and role = any (roles)) then
    raise 'staff only' using errcode = '42501', constraint = 'staff'; end if; end $$;
create function refuse() returns trigger language plpgsql set search_path = pg_catalog as $$ begin
  raise '% on % refused', tg_op, tg_table_name using errcode = '23001'; end $$;
