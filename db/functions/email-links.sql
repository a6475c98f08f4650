-- Sign-in by email link.

-- Whether an address is known here: of a member, of staff, or invited.
create or replace function is_known_address(email_address text) returns boolean
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from users u
    where u.email = lower(email_address)
      and (exists (select from memberships m where m.user_id = u.id) or exists (select from staff s where s.user_id = u.id))
  )
    or exists (
      select from invitations i
      where i.email = lower(email_address) and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
    )
    or exists (
      select from staff_invitations i
      where i.email = lower(email_address) and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
    )
$$;
grant execute on function is_known_address(text) to sp_signin;

-- Whether an address belongs to staff. Staff are identities of an issuer, so an email link never signs one in.
create or replace function is_staff_address(email_address text) returns boolean
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from users u join staff s on s.user_id = u.id where u.email = lower(email_address))
$$;
grant execute on function is_staff_address(text) to sp_signin;

-- Requests a link by email. The statements are the same for an address that is known and for one that is not; the worker
-- decides whether there is a person to email. At most three in ten minutes for an address, used ones included; false means that
-- there are three.
create or replace function request_link(email_address text, i uuid, h text, requested_in text, back text) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('link to ' || lower(email_address), 0));
  delete from verification_tokens where identifier = lower(email_address) and expires <= now();
  if (select count(*) from verification_tokens where identifier = lower(email_address)) >= 3 then
    return false;
  end if;
  insert into verification_tokens (identifier, token, expires, id, browser, return_path)
  values (lower(email_address), h, now() + interval '10 min', i, requested_in, back);
  perform enqueue_job('mail-link', jsonb_build_object('link', i));
  return true;
end $$;
grant execute on function request_link(text, uuid, text, text, text) to sp_signin;

-- What the email of a link needs, with the hash of its token, which says which AUTH_SECRET made it. No row: the link is over or
-- used, or no person may sign in by email with that address.
create or replace function link_for_mail(i uuid) returns table (email text, return_path text, token_hash text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select v.identifier, v.return_path, v.token
  from verification_tokens v
  where v.id = i and v.used_at is null and v.expires > now() and is_known_address(v.identifier) and not is_staff_address(v.identifier)
$$;
grant execute on function link_for_mail(uuid) to sp_worker;

-- Whether a link that still works was requested in this browser. Returns `same-browser` or `other-browser`, and no row for a
-- link that does not work.
create or replace function link_origin(email_address text, h text, opened_in text) returns text
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select case when v.browser = opened_in then 'same-browser' else 'other-browser' end
  from verification_tokens v
  where v.identifier = lower(email_address) and v.token = h and v.used_at is null and v.expires > now()
$$;
grant execute on function link_origin(text, text, text) to sp_signin;

-- Uses a link, once. In another browser than the one that requested it, only if its person has confirmed the account.
create or replace function use_link(email_address text, h text, opened_in text, confirmed boolean)
  returns table (identifier text, expires timestamptz)
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  update verification_tokens v
  set used_at = now()
  where v.identifier = lower(email_address)
    and v.token = h
    and v.used_at is null
    and v.expires > now()
    and (v.browser = opened_in or confirmed)
  returning v.identifier, v.expires
$$;
grant execute on function use_link(text, text, text, boolean) to sp_signin;

-- Deletes links that are over, also those of unknown addresses. Returns how many there were.
create or replace function delete_expired_links() returns bigint
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from verification_tokens where expires <= now() returning 1) select count(*) from gone
$$;
grant execute on function delete_expired_links() to sp_worker;
