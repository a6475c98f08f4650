-- Contacts for security notices. The caller makes the ID, because the token of the link is derived from it; only the token's SHA-256 is
-- stored.

-- An owner adds a contact, at most 10 of them and 10 in 24 hours, so that nobody can have many emails sent to a stranger. Adding an address
-- that is not confirmed yet sends a new link. The audit is the counter: it can't be changed.
create or replace function add_security_contact(c uuid, who uuid, email_address text, i uuid, h text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  perform pg_advisory_xact_lock(hashtextextended('security contacts of ' || c, 0));
  delete from security_contacts
  where customer_id = c and confirmed_at is null and (email = lower(email_address) or expires_at <= now());
  if (select count(*) from security_contacts where customer_id = c) >= 10 then
    raise 'too many contacts' using errcode = '23514', constraint = 'too_many_contacts';
  end if;
  if (
    select count(*)
    from audit_events e
    where e.chain = c::text
      and action_of(e.event, e.attributes) = 'changes'
      and e.actor like 'user:%'
      and e.at > now() - interval '24 hours'
      and e.event = 'contact.added'
  ) >= 10
  then
    raise 'too many contacts in 24 hours' using errcode = '23514', constraint = 'contact_budget';
  end if;
  insert into security_contacts (customer_id, id, email, token_hash, added_by) values (c, i, lower(email_address), h, who);
  perform enqueue_job('mail-contact-confirmation', jsonb_build_object('customer', c, 'contact', i));
  perform write_audit(c::text, 'contact.added', 'user:' || who, jsonb_build_object('contact', i));
end $$;
grant execute on function add_security_contact(uuid, uuid, text, uuid, text) to sp_app;

-- An owner removes a contact.
create or replace function remove_security_contact(c uuid, who uuid, i uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  delete from security_contacts where customer_id = c and id = i;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit(c::text, 'contact.removed', 'user:' || who, jsonb_build_object('contact', i));
end $$;
grant execute on function remove_security_contact(uuid, uuid, uuid) to sp_app;

-- Deletes contacts that nobody confirmed, at most 1,000 at once. Owners see for a week that the link has expired. Returns how many there were.
create or replace function delete_unconfirmed_contacts() returns bigint
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with old as (
    select customer_id, id from security_contacts where confirmed_at is null and expires_at < now() - interval '7 days' limit 1000
  ),
    gone as (
      delete from security_contacts s using old o
      where (s.customer_id, s.id) = (o.customer_id, o.id) and s.confirmed_at is null
      returning 1
    )
  select count(*) from gone
$$;
grant execute on function delete_unconfirmed_contacts() to sp_worker;

-- Whether a contact is confirmed, or can still be.
create or replace function contact_state(confirmed timestamptz, ends timestamptz) returns text
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select case when confirmed is not null then 'confirmed' when ends <= now() then 'expired' else 'unconfirmed' end
$$;

-- The contacts of a customer. `member_role` is null if the address belongs to no member.
create or replace function security_contacts_of(c uuid)
  returns table (id uuid, email text, state text, member_role text, created_at timestamptz, confirmed_at timestamptz)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  return query
  select s.id, s.email, contact_state(s.confirmed_at, s.expires_at), m.role, s.created_at, s.confirmed_at
  from security_contacts s
  left join users u on u.email = s.email
  left join memberships m on m.customer_id = c and m.user_id = u.id
  where s.customer_id = c
  order by s.created_at, s.id;
end $$;
grant execute on function security_contacts_of(uuid) to sp_app, sp_staff;

-- Whose contact the link with this token confirms.
create or replace function contact_by_hash(h text) returns table (customer_name text, email text, state text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select c.name, s.email, contact_state(s.confirmed_at, s.expires_at)
  from security_contacts s
  join customers c on c.id = s.customer_id
  where s.token_hash = h
$$;
grant execute on function contact_by_hash(text) to sp_signin;

-- Confirms a contact, once.
create or replace function confirm_security_contact(h text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  s security_contacts;
begin
  update security_contacts set confirmed_at = now()
  where token_hash = h and confirmed_at is null and expires_at > now()
  returning * into s;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit(s.customer_id::text, 'contact.confirmed', 'system:sign-in', jsonb_build_object('contact', s.id));
end $$;
grant execute on function confirm_security_contact(text) to sp_signin;

-- What the confirmation email of a contact needs, with the hash of its token, which says which AUTH_SECRET made it. No row if it is removed,
-- confirmed or expired.
create or replace function contact_for_mail(c uuid, i uuid)
  returns table (email text, customer_name text, expires_at timestamptz, token_hash text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select s.email, k.name, s.expires_at, s.token_hash
  from security_contacts s
  join customers k on k.id = s.customer_id
  where s.customer_id = c and s.id = i and s.confirmed_at is null and s.expires_at > now()
$$;
grant execute on function contact_for_mail(uuid, uuid) to sp_worker;

-- The contacts that get the security notices of a customer: confirmed, and not an owner, who gets them anyway.
create or replace function contacts_to_notify(c uuid) returns table (contact_id uuid, email text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select s.id, s.email
  from security_contacts s
  where s.customer_id = c
    and s.confirmed_at is not null
    and not exists (
      select from users u
      join memberships m on m.user_id = u.id
      where u.email = s.email and m.customer_id = c and m.role = 'owner'
    )
$$;
grant execute on function contacts_to_notify(uuid) to sp_worker;
