-- Sign-in: everything that sp_signin may ask or do beyond its own four tables.
create function memberships_of(u uuid) returns table (customer_id uuid, name text, role text, suspended boolean) language sql stable security definer set search_path = pg_catalog, public as $$
  select m.customer_id, c.name, m.role, c.suspended_at is not null from memberships m join customers c on c.id = m.customer_id where m.user_id = u order by m.created_at, m.customer_id $$;
create function staff_of(iss text, sub text) returns table (user_id uuid, role text) language sql stable security definer set search_path = pg_catalog, public as $$
  select s.user_id, s.role from staff s where s.issuer = iss and s.subject = sub $$;

-- All that a guard needs, in one round trip. Without a choice the first membership is the chosen one. No row = signed out.
create function session_of(h text) returns table (user_id uuid, name text, email text, expires timestamptz, customer_id uuid, memberships jsonb, staff_role text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select u.id, u.name, u.email, s.expires,
    coalesce(s.customer_id, (select m.customer_id from memberships m where m.user_id = u.id order by m.created_at, m.customer_id limit 1)),
    coalesce((select jsonb_agg(jsonb_build_object('customer_id', m.customer_id, 'name', c.name, 'role', m.role, 'suspended', c.suspended_at is not null) order by m.created_at, m.customer_id)
      from memberships m join customers c on c.id = m.customer_id where m.user_id = u.id), '[]'::jsonb),
    (select t.role from staff t where t.user_id = u.id)
  from sessions s join users u on u.id = s.user_id where s.session_token = h and s.expires > now() $$;
create function choose_customer(tok text, c uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  update sessions s set customer_id = c where s.session_token = tok and s.expires > now() and exists (select from memberships m where m.customer_id = c and m.user_id = s.user_id);
  if not found then raise 'not found' using errcode = 'P0002'; end if; end $$;
create function end_sessions(u uuid) returns bigint language sql security definer set search_path = pg_catalog, public as $$
  with gone as (delete from sessions where user_id = u returning 1) select count(*) from gone $$;

-- Whether an address is known here at all: a member, staff, or invited.
create function may_enter(mail text) returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from users u where u.email = lower(mail) and (exists (select from memberships m where m.user_id = u.id) or exists (select from staff s where s.user_id = u.id)))
    or exists (select from invitations i where i.email = lower(mail) and i.accepted_at is null and i.revoked_at is null and i.expires_at > now())
    or exists (select from staff_invitations i where i.email = lower(mail) and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()) $$;
-- Staff are an identity at the issuer, so that an e-mail link must never sign one in.
create function is_staff_address(mail text) returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from users u join staff s on s.user_id = u.id where u.email = lower(mail)) $$;
create function account_linked() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  if exists (select from staff s where s.user_id = new.user_id and s.subject <> new.provider_account_id)
    then raise 'staff have one identity' using errcode = '42501', constraint = 'staff_identity'; end if;
  return new; end $$;
create trigger linked before insert or update on accounts for each row execute function account_linked();

-- Invitations. The caller makes the id, since the token is derived from it: SHA-256 of the token is all that is stored.
create function invitation_state(accepted timestamptz, revoked timestamptz, ends timestamptz) returns text language sql stable set search_path = pg_catalog as $$
  select case when accepted is not null then 'accepted' when revoked is not null then 'revoked' when ends <= now() then 'expired' else 'open' end $$;
create function invitation_by_hash(h text) returns table (kind text, customer_name text, email text, role text, state text) language sql stable security definer set search_path = pg_catalog, public as $$
  select 'member', c.name, i.email, i.role, invitation_state(i.accepted_at, i.revoked_at, i.expires_at) from invitations i join customers c on c.id = i.customer_id where i.token_hash = h
  union all select 'staff', null, i.email, i.role, invitation_state(i.accepted_at, i.revoked_at, i.expires_at) from staff_invitations i where i.token_hash = h $$;
create function accept_invitation(h text, u uuid) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$ declare i invitations; begin
  update invitations v set accepted_at = now() from users p
   where v.token_hash = h and v.accepted_at is null and v.revoked_at is null and v.expires_at > now() and p.id = u and p.email = v.email returning v.* into i;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  insert into memberships (customer_id, user_id, role) values (i.customer_id, u, i.role)
    on conflict (customer_id, user_id) do update set role = excluded.role where memberships.role <> 'owner';
  perform write_audit(i.customer_id::text, 'invitation.accepted', 'user:' || u, jsonb_build_object('invitation', i.id)); return i.customer_id; end $$;
create function accept_staff_invitation(h text, u uuid, iss text, sub text) returns text language plpgsql security definer set search_path = pg_catalog, public as $$ declare i staff_invitations; begin
  update staff_invitations v set accepted_at = now() from users p
   where v.token_hash = h and v.accepted_at is null and v.revoked_at is null and v.expires_at > now() and p.id = u and p.email = v.email
     and exists (select from accounts a where a.user_id = u and a.provider_account_id = sub)
     and not exists (select from accounts a where a.user_id = u and a.provider_account_id <> sub) returning v.* into i;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  insert into staff (issuer, subject, user_id, role) values (iss, sub, u, i.role);
  perform write_audit('partner', 'staff.accepted', 'staff:' || u, jsonb_build_object('invitation', i.id, 'role', i.role)); return i.role; end $$;
