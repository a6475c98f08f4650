-- What staff do is done in the name of the person whom the guard proved: the transaction's. A colleague, named by a mistake of
-- the code, is refused; so is everybody when nobody is set. As 0035 did for the owners of a customer.
create or replace function must_be_staff(who uuid, roles text[]) returns void
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from staff where user_id = who and role = any (roles))
    or session_user = 'sp_staff' and who is distinct from nullif(current_setting('app.user_id', true), '')::uuid
  then
    raise 'staff only' using errcode = '42501', constraint = 'staff';
  end if;
end $$;
--> statement-breakpoint
-- The one function for staff that looked for the person itself.
create or replace function open_connection_for_support(g uuid, who uuid, in_sandbox boolean, out customer_id uuid, out connection_id uuid, out role_arn text, out arn_hmac text, out external_id text, out role_id text,
    out external_id_id uuid, out account_id text, out proved_at timestamptz, out tier text, out log_group_prefix text, out regions text[], out expires_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  s support_grants;
begin
  perform must_be_staff(who, '{support,operator,admin}');
  select * into s from support_grants x where x.id = g and x.staff_user_id = who and now() between x.approved_at and x.expires_at;
  if not found then
    raise 'no live grant' using errcode = 'P0002';
  end if;
  select s.customer_id, s.connection_id, o.role_arn, o.arn_hmac, o.external_id, o.role_id, o.external_id_id, o.account_id, o.proved_at, o.tier, o.log_group_prefix, o.regions, s.expires_at
    into customer_id, connection_id, role_arn, arn_hmac, external_id, role_id, external_id_id, account_id, proved_at, tier, log_group_prefix, regions, expires_at
    from open_connection_for_read(s.customer_id, s.connection_id, in_sandbox) o;
  perform write_audit(s.customer_id::text, 'support.opened', 'staff:' || who, jsonb_build_object('grant', g, 'connection', s.connection_id));
end $$;
--> statement-breakpoint
-- As before, and: sp_staff signs as the transaction's person only, while they are staff, and never as a command. Sign-in names
-- somebody as staff only while they are.
create or replace function may_sign(c text, who text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select case session_user
    when 'sp_app' then who = 'user:' || nullif(current_setting('app.user_id', true), '') and exists (
      select from memberships m
       where m.customer_id = nullif(current_setting('app.customer_id', true), '')::uuid
         and m.user_id = nullif(current_setting('app.user_id', true), '')::uuid
    )
    when 'sp_worker' then who like 'system:%'
    when 'sp_staff' then who = 'staff:' || nullif(current_setting('app.user_id', true), '') and exists (
      select from staff s where s.user_id = nullif(current_setting('app.user_id', true), '')::uuid
    )
    when 'sp_signin' then who = 'system:sign-in'
      or exists (select from users u where who = 'user:' || u.id)
      or exists (select from staff s where who = 'staff:' || s.user_id)
    else true
  end
$$;
--> statement-breakpoint
-- Commands at a terminal log in as the owner, as migrations do: the web process holds sp_staff, so that nothing which needs no
-- person may be sp_staff's. Staff neither mint External IDs nor queue jobs but through a function that asks who they are.
revoke execute on function cli_add_customer(text, text[], uuid[], text[]), cli_invite_staff(text, text, uuid, text), cli_erase_person(text),
  mint_external_id(uuid, uuid), enqueue_job(text, jsonb) from sp_staff;
