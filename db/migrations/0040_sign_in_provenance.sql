-- Which way of signing in began a session. A session of before this migration names none, and is nobody's staff session.
ALTER TABLE "sessions" ADD COLUMN "provider" text;
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "session_provider" CHECK (provider in ('oidc', 'staff-oidc', 'email'));
--> statement-breakpoint
grant select (provider), insert (provider) on sessions to sp_signin;
--> statement-breakpoint
-- The role that this person has as staff in a session of this provider: only when it is the provider under which their
-- enrolled identity is known. A mailed link proves an address and no identity, so it never gives a role.
create function staff_role_in_session(u uuid, p text) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.role
    from staff t
    join accounts a on a.provider = p and a.provider_account_id = t.subject and a.user_id = t.user_id
   where t.user_id = u and p <> 'email'
$$;
--> statement-breakpoint
revoke execute on function staff_role_in_session(uuid, text) from public;
--> statement-breakpoint
-- As before, and: the staff role depends on where the session came from, not only on whose it is.
create or replace function session_of(h text)
returns table (user_id uuid, name text, email text, expires timestamptz, customer_id uuid, memberships jsonb, staff_role text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.name, u.email, s.expires,
    coalesce(s.customer_id, (select m.customer_id from memberships m where m.user_id = u.id order by m.created_at, m.customer_id limit 1)),
    coalesce((
      select jsonb_agg(jsonb_build_object('customer_id', m.customer_id, 'name', c.name, 'role', m.role, 'suspended', c.suspended_at is not null) order by m.created_at, m.customer_id)
        from memberships m join customers c on c.id = m.customer_id
       where m.user_id = u.id
    ), '[]'::jsonb),
    staff_role_in_session(u.id, s.provider)
  from sessions s join users u on u.id = s.user_id
  where s.session_token = h and s.expires > now()
$$;
--> statement-breakpoint
-- As before, and: the audit names the person as staff only when they act in a staff session.
create or replace function end_sessions_beside(h text, one uuid) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  own sessions;
  n int;
begin
  select * into own from sessions where session_token = h and expires > now();
  if own.user_id is null then
    return 0;
  end if;
  delete from sessions where user_id = own.user_id and case when one is null then session_token <> h else id = one end;
  get diagnostics n = row_count;
  if n > 0 then
    perform write_audit('partner', 'sessions.ended',
      case when staff_role_in_session(own.user_id, own.provider) is null then 'user:' else 'staff:' end || own.user_id,
      jsonb_build_object('sessions', n));
  end if;
  return n;
end $$;
--> statement-breakpoint
-- A member of staff has one identity at one provider: what a session's provider is compared with.
create or replace function account_linked() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from staff s where s.user_id = new.user_id and s.subject <> new.provider_account_id)
    or exists (
      select from staff s join accounts a on a.user_id = s.user_id
       where s.user_id = new.user_id and (a.provider, a.provider_account_id) <> (new.provider, new.provider_account_id)
    )
  then
    raise 'staff have one identity' using errcode = '42501', constraint = 'staff_identity';
  end if;
  return new;
end $$;
--> statement-breakpoint
drop function accept_staff_invitation(text, uuid, text, text);
--> statement-breakpoint
-- Enrols the person of this session under the identity that the session came from, which must be their only one. `p` is the
-- provider that the staff come from and `iss` its issuer. Other sessions of the person began without this power, and end.
create function accept_staff_invitation(h text, s text, p text, iss text) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  i staff_invitations;
  u uuid;
  sub text;
begin
  select a.user_id, a.provider_account_id into u, sub
    from sessions x join accounts a on a.user_id = x.user_id and a.provider = x.provider
   where x.session_token = s and x.expires > now() and x.provider = p and p <> 'email'
     and not exists (
       select from accounts o
        where o.user_id = a.user_id and (o.provider, o.provider_account_id) <> (a.provider, a.provider_account_id)
     );
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  update staff_invitations v set accepted_at = now() from users who
   where v.token_hash = h and v.accepted_at is null and v.revoked_at is null and v.expires_at > now()
     and who.id = u and who.email = v.email
  returning v.* into i;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  insert into staff (issuer, subject, user_id, role) values (iss, sub, u, i.role);
  delete from sessions where user_id = u and session_token <> s;
  perform write_audit('partner', 'staff.accepted', 'staff:' || u, jsonb_build_object('invitation', i.id, 'role', i.role));
  return i.role;
end $$;
--> statement-breakpoint
revoke execute on function accept_staff_invitation(text, text, text, text) from public;
--> statement-breakpoint
grant execute on function accept_staff_invitation(text, text, text, text) to sp_signin;
--> statement-breakpoint
-- A mailed link remembers the browser that it was requested in, by the hash of a cookie, and where its person goes afterwards.
-- Links live ten minutes; those of before this migration name no browser and end now.
delete from verification_tokens;
--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD COLUMN "id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD COLUMN "browser" text NOT NULL;--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD COLUMN "return_path" text NOT NULL;--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD COLUMN "used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD CONSTRAINT "verification_token_id" UNIQUE("id");--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD CONSTRAINT "verification_token_address" CHECK (identifier = lower(identifier) and char_length(identifier) <= 254);--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD CONSTRAINT "verification_token_hashed" CHECK (token ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD CONSTRAINT "verification_token_browser" CHECK (browser ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "verification_tokens" ADD CONSTRAINT "verification_token_path" CHECK (return_path ~ '^/' and return_path !~ '^//' and char_length(return_path) <= 2000);--> statement-breakpoint
CREATE INDEX "verification_tokens_by_end" ON "verification_tokens" USING btree ("expires");
--> statement-breakpoint
-- A function is now the only way to a link, so that neither its budget nor its browser can be left out.
revoke all on verification_tokens from sp_signin;
--> statement-breakpoint
-- Requests a link by mail. The statements are the same for an address that is known here and for one that is not: the worker
-- decides whether there is anybody to mail. At most three in ten minutes for an address, used ones counted. False = no more now.
create function request_link(mail text, i uuid, h text, requested_in text, back text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('link to ' || lower(mail), 0));
  delete from verification_tokens where identifier = lower(mail) and expires <= now();
  if (select count(*) from verification_tokens where identifier = lower(mail)) >= 3 then
    return false;
  end if;
  insert into verification_tokens (identifier, token, expires, id, browser, return_path)
    values (lower(mail), h, now() + interval '10 min', i, requested_in, back);
  perform enqueue_job('mail-link', jsonb_build_object('link', i));
  return true;
end $$;
--> statement-breakpoint
-- Whether a link still works, and whether it was requested in this browser: `same-browser`, `other-browser`; no row = neither.
create function link_origin(mail text, h text, opened_in text) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select case when v.browser = opened_in then 'same-browser' else 'other-browser' end
    from verification_tokens v
   where v.identifier = lower(mail) and v.token = h and v.used_at is null and v.expires > now()
$$;
--> statement-breakpoint
-- Uses a link, once. In another browser than the one it was requested in only when its person has confirmed the account.
create function use_link(mail text, h text, opened_in text, confirmed boolean) returns table (identifier text, expires timestamptz)
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  update verification_tokens v set used_at = now()
   where v.identifier = lower(mail) and v.token = h and v.used_at is null and v.expires > now()
     and (v.browser = opened_in or confirmed)
  returning v.identifier, v.expires
$$;
--> statement-breakpoint
-- What the mail of a link needs. No row: it is over or used, or nobody may sign in by mail with that address.
create function link_for_mail(i uuid) returns table (email text, return_path text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select v.identifier, v.return_path
    from verification_tokens v
   where v.id = i and v.used_at is null and v.expires > now() and may_enter(v.identifier) and not is_staff_address(v.identifier)
$$;
--> statement-breakpoint
-- Deletes links that are over, also those of addresses that nobody has. Answers how many there were.
create function purge_links() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from verification_tokens where expires <= now() returning 1) select count(*) from gone
$$;
--> statement-breakpoint
revoke execute on function request_link(text, uuid, text, text, text), link_origin(text, text, text), use_link(text, text, text, boolean), link_for_mail(uuid), purge_links() from public;
--> statement-breakpoint
grant execute on function request_link(text, uuid, text, text, text), link_origin(text, text, text), use_link(text, text, text, boolean) to sp_signin;
--> statement-breakpoint
grant execute on function link_for_mail(uuid), purge_links() to sp_worker;
--> statement-breakpoint
-- A link is worth nothing after ten minutes, and neither is the job that mails it.
select pgboss.create_queue('mail-link', '{"policy": "standard", "notify": true, "retryLimit": 6, "retryDelay": 2, "retryBackoff": true, "expireInSeconds": 60, "heartbeatSeconds": 10, "retentionSeconds": 600, "deleteAfterSeconds": 3600, "deadLetter": "dead-letters"}');
