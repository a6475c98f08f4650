-- Invitations. The caller makes the ID, because the token is derived from it; only the SHA-256 of the token is stored.

-- Whether an invitation is open, accepted, revoked or expired.
create or replace function invitation_state(accepted timestamptz, revoked timestamptz, ends timestamptz) returns text
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select case
    when accepted is not null then 'accepted'
    when revoked is not null then 'revoked'
    when ends <= now() then 'expired'
    else 'open'
  end
$$;

-- The invitation with this token, to customers or to staff.
create or replace function invitation_by_hash(h text)
  returns table (kind text, customer_name text, email text, role text, state text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select 'member', c.name, i.email, i.role, invitation_state(i.accepted_at, i.revoked_at, i.expires_at)
  from invitations i
  join customers c on c.id = i.customer_id
  where i.token_hash = h
  union all
  select 'staff', null, i.email, i.role, invitation_state(i.accepted_at, i.revoked_at, i.expires_at)
  from staff_invitations i
  where i.token_hash = h
$$;
grant execute on function invitation_by_hash(text) to sp_signin;

-- What the email of an invitation needs, with the hash of its token, which says which AUTH_SECRET made it. No row if it is no
-- longer open.
create or replace function invitation_for_mail(i uuid)
  returns table (kind text, email text, role text, customer_name text, expires_at timestamptz, token_hash text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select 'member', v.email, v.role, c.name, v.expires_at, v.token_hash
  from invitations v
  join customers c on c.id = v.customer_id
  where v.id = i and v.accepted_at is null and v.revoked_at is null and v.expires_at > now()
  union all
  select 'staff', v.email, v.role, null, v.expires_at, v.token_hash
  from staff_invitations v
  where v.id = i and v.accepted_at is null and v.revoked_at is null and v.expires_at > now()
$$;
grant execute on function invitation_for_mail(uuid) to sp_worker;

-- Makes the person a member. Their address must be the invited one.
create or replace function accept_invitation(h text, u uuid) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  i invitations;
begin
  update invitations v
  set accepted_at = now()
  from users p
  where v.token_hash = h
    and v.accepted_at is null
    and v.revoked_at is null
    and v.expires_at > now()
    and p.id = u
    and p.email = v.email
  returning v.* into i;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  insert into memberships (customer_id, user_id, role)
  values (i.customer_id, u, i.role)
  on conflict (customer_id, user_id) do update set role = excluded.role
  where memberships.role <> 'owner';
  perform write_audit(i.customer_id::text, 'invitation.accepted', 'user:' || u, jsonb_build_object('invitation', i.id));
  return i.customer_id;
end $$;
grant execute on function accept_invitation(text, uuid) to sp_signin;

-- Enrolls the person of this session under the identity from which the session came, which must be their only one. `p` is the
-- provider of staff and `iss` its issuer. The person's other sessions began without this role, so they end.
create or replace function accept_staff_invitation(h text, s text, p text, iss text) returns text
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  i staff_invitations;
  u uuid;
  sub text;
begin
  select a.user_id, a.provider_account_id into u, sub
  from sessions x
  join accounts a on a.user_id = x.user_id and a.provider = x.provider
  where x.session_token = s
    and x.expires > now()
    and x.provider = p
    and p <> 'email'
    and not exists (
      select from accounts o
      where o.user_id = a.user_id and (o.provider, o.provider_account_id) <> (a.provider, a.provider_account_id)
    );
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  update staff_invitations v
  set accepted_at = now()
  from users who
  where v.token_hash = h
    and v.accepted_at is null
    and v.revoked_at is null
    and v.expires_at > now()
    and who.id = u
    and who.email = v.email
  returning v.* into i;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  insert into staff (issuer, subject, user_id, role) values (iss, sub, u, i.role);
  delete from sessions where user_id = u and session_token <> s;
  perform write_audit('partner', 'staff.accepted', 'staff:' || u, jsonb_build_object('invitation', i.id, 'role', i.role));
  return i.role;
end $$;
grant execute on function accept_staff_invitation(text, text, text, text) to sp_signin;

-- The open and expired invitations of a customer.
create or replace function invitations_of(c uuid)
  returns table (id uuid, email text, role text, state text, created_at timestamptz, expires_at timestamptz)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  return query
  select i.id, i.email, i.role, invitation_state(i.accepted_at, i.revoked_at, i.expires_at), i.created_at, i.expires_at
  from invitations i
  where i.customer_id = c and i.accepted_at is null and i.revoked_at is null
  order by i.created_at desc
  limit 200;
end $$;
grant execute on function invitations_of(uuid) to sp_app, sp_staff;

-- Revokes an invitation to a customer.
create or replace function revoke_invitation(c uuid, who uuid, i uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  update invitations set revoked_at = now() where customer_id = c and id = i and accepted_at is null and revoked_at is null;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit(c::text, 'invitation.revoked', 'user:' || who, jsonb_build_object('invitation', i));
end $$;
grant execute on function revoke_invitation(uuid, uuid, uuid) to sp_app;

-- Revokes an invitation to staff.
create or replace function revoke_staff_invitation(who uuid, i uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{admin}');
  update staff_invitations set revoked_at = now() where id = i and accepted_at is null and revoked_at is null;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit('partner', 'invitation.revoked', 'staff:' || who, jsonb_build_object('invitation', i));
end $$;
grant execute on function revoke_staff_invitation(uuid, uuid) to sp_staff;

-- The open and expired invitations to staff.
create or replace function staff_invitations_open()
  returns table (id uuid, email text, role text, state text, created_at timestamptz, expires_at timestamptz)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select i.id, i.email, i.role, invitation_state(i.accepted_at, i.revoked_at, i.expires_at), i.created_at, i.expires_at
  from staff_invitations i
  where i.accepted_at is null and i.revoked_at is null
  order by i.created_at desc
  limit 200
$$;
grant execute on function staff_invitations_open() to sp_staff;

-- Staff send an open or expired invitation of a customer again, with the same role and a new link; the earlier link stops working.
create or replace function resend_invitation(who uuid, c uuid, earlier uuid, i uuid, h text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  v invitations;
begin
  perform assert_staff(who, '{operator,admin}');
  select * into v from invitations where customer_id = c and id = earlier and accepted_at is null and revoked_at is null for update;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform add_invitation(c, v.email, v.role, i, h, who, 'staff');
  perform enqueue_job('mail-invitation', jsonb_build_object('customer', c, 'invitation', i));
  perform write_audit(c::text, 'invitation.resent', 'staff:' || who, jsonb_build_object('invitation', i, 'role', v.role));
end $$;
grant execute on function resend_invitation(uuid, uuid, uuid, uuid, text) to sp_staff;

-- Staff revoke an open invitation of a customer.
create or replace function revoke_customer_invitation(who uuid, c uuid, i uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{operator,admin}');
  update invitations set revoked_at = now() where customer_id = c and id = i and accepted_at is null and revoked_at is null;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit(c::text, 'invitation.revoked', 'staff:' || who, jsonb_build_object('invitation', i));
end $$;
grant execute on function revoke_customer_invitation(uuid, uuid, uuid) to sp_staff;
