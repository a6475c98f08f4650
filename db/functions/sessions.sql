-- Sessions and accounts. sp_signin acts before the person is known.

-- A member of staff has one identity at one provider, with which the provider of a session is compared.
create or replace function before_account_change() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from staff s where s.user_id = new.user_id and s.subject <> new.provider_account_id)
    or exists (
      select from staff s
      join accounts a on a.user_id = s.user_id
      where s.user_id = new.user_id and (a.provider, a.provider_account_id) <> (new.provider, new.provider_account_id)
    )
  then
    raise 'staff have one identity' using errcode = '42501', constraint = 'staff_identity';
  end if;
  return new;
end $$;
create or replace trigger before_change before insert or update on accounts for each row execute function before_account_change();

-- When a person signed in last stays known after the session has ended.
create or replace function after_session_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update users set last_sign_in_at = now() where id = new.user_id;
  return null;
end $$;
create or replace trigger after_insert after insert on sessions for each row execute function after_session_insert();

-- The staff role of a person in a session of this provider: only if it is the provider of their enrolled identity. An email
-- link shows an address but no identity, so it never gives a role.
create or replace function staff_role_in_session(u uuid, p text) returns text
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select t.role
  from staff t
  join accounts a on a.provider = p and a.provider_account_id = t.subject and a.user_id = t.user_id
  where t.user_id = u and p <> 'email'
$$;

-- The longest time from a sign-in of this person to the end of the session: the shortest that one of their companies chose, at
-- most eight hours.
create or replace function longest_session(u uuid) returns interval
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select make_interval(hours => coalesce(min(c.session_hours), 8))
  from memberships m
  join customers c on c.id = m.customer_id
  where m.user_id = u
$$;

-- Everything that a guard needs, in one round trip. Without a chosen customer the first membership is chosen. The staff role
-- depends on the provider of the session. No row means that there is no such session. The limit of the person's companies is applied
-- here too: a session that began while a company chose a shorter length may be stored with the longer one.
create or replace function session_of(h text)
  returns table (user_id uuid, name text, email text, expires timestamptz, customer_id uuid, memberships jsonb, staff_role text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.name, u.email, x.ends,
    coalesce(
      s.customer_id,
      (select m.customer_id from memberships m where m.user_id = u.id order by m.created_at, m.customer_id limit 1)
    ),
    coalesce(
      (
        select jsonb_agg(
          jsonb_build_object(
            'customer_id', m.customer_id, 'name', c.name, 'role', m.role, 'suspended', c.suspended_at is not null
          )
          order by m.created_at, m.customer_id
        )
        from memberships m
        join customers c on c.id = m.customer_id
        where m.user_id = u.id
      ),
      '[]'::jsonb
    ),
    staff_role_in_session(u.id, s.provider)
  from sessions s
  join users u on u.id = s.user_id
  cross join lateral (select least(s.expires, s.created_at + longest_session(s.user_id)) as ends) x
  where s.session_token = h and x.ends > now()
$$;
grant execute on function session_of(text) to sp_signin;

-- No session lasts longer than its person's companies allow, also if a function forgets it. A check refuses more than eight hours.
create or replace function before_session_write() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  longest interval := longest_session(new.user_id);
begin
  if longest < interval '8 hours' then
    new.expires := least(new.expires, new.created_at + longest);
  end if;
  return new;
end $$;
create or replace trigger before_write before insert or update of expires on sessions
  for each row execute function before_session_write();

-- Shortens sessions that last longer than their people's companies allow. The rows are locked in the order of `use_session`.
create or replace function shorten_sessions(people uuid[]) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from sessions s where s.user_id = any (people) order by s.session_token for update;
  update sessions s
  set expires = s.created_at + longest_session(s.user_id)
  where s.user_id = any (people) and s.expires > s.created_at + longest_session(s.user_id);
end $$;

-- A person who joins a company with shorter sessions gets them at once.
create or replace function after_membership_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform shorten_sessions(array[new.user_id]);
  return null;
end $$;
create or replace trigger after_insert after insert on memberships for each row execute function after_membership_insert();

-- An owner chooses how long sessions of the company's people last. It applies to existing sessions too: those that have lasted
-- longer end at once. Choosing the same again writes no audit row.
create or replace function set_session_hours(c uuid, who uuid, hours int) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  update customers set session_hours = hours where id = c and session_hours is distinct from hours;
  if not found then
    return;
  end if;
  perform shorten_sessions(array(select m.user_id from memberships m where m.customer_id = c));
  perform write_audit(c::text, 'sessions.limited', 'user:' || who, jsonb_build_object('hours', hours));
end $$;
grant execute on function set_session_hours(uuid, uuid, int) to sp_app;

-- The same as session_of, when a person uses the session: from now on it may be unused for `minutes`, and it never lasts longer
-- than longest_session. It is written at most 24 times in that time, so a page that asks often writes seldom.
create or replace function use_session(h text, minutes int)
  returns table (user_id uuid, name text, email text, expires timestamptz, customer_id uuid, memberships jsonb, staff_role text)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  while_unused interval := make_interval(mins => minutes);
begin
  update sessions s
  set expires = least(s.created_at + longest_session(s.user_id), now() + while_unused)
  where s.session_token = h
    and s.expires > now()
    and (
      s.expires > now() + while_unused
        or s.expires > s.created_at + longest_session(s.user_id)
        or s.expires <= now() + while_unused * 23 / 24 and s.expires < s.created_at + longest_session(s.user_id)
    );
  return query select * from session_of(h);
end $$;
grant execute on function use_session(text, int) to sp_signin;

-- The customers of a person.
create or replace function memberships_of(u uuid) returns table (customer_id uuid, name text, role text, suspended boolean)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select m.customer_id, c.name, m.role, c.suspended_at is not null
  from memberships m
  join customers c on c.id = m.customer_id
  where m.user_id = u
  order by m.created_at, m.customer_id
$$;
grant execute on function memberships_of(uuid) to sp_signin;

-- The staff member with this identity.
create or replace function staff_of(iss text, sub text) returns table (user_id uuid, role text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select s.user_id, s.role from staff s where s.issuer = iss and s.subject = sub
$$;
grant execute on function staff_of(text, text) to sp_signin;

-- Chooses the customer of a session. Its person must be a member.
create or replace function choose_customer(tok text, c uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update sessions s
  set customer_id = c
  -- Joining a company with shorter sessions can end this one in the same transaction: the choice is stored, and the person signs in again.
  where s.session_token = tok
    and exists (select from memberships m where m.customer_id = c and m.user_id = s.user_id);
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
end $$;
grant execute on function choose_customer(text, uuid) to sp_signin;

-- Ends all sessions of a person.
create or replace function end_sessions(u uuid) returns bigint
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from sessions where user_id = u returning 1) select count(*) from gone
$$;
grant execute on function end_sessions(uuid) to sp_signin;

-- The live sessions of the person who has this one, newest first. `mine` marks this one.
create or replace function other_sessions(h text)
  returns table (id uuid, created_at timestamptz, expires timestamptz, browser text, mine boolean)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select o.id, o.created_at, o.expires, o.browser, o.session_token = h
  from sessions s
  join sessions o on o.user_id = s.user_id and o.expires > now()
  where s.session_token = h and s.expires > now()
  order by o.created_at desc, o.id
  limit 100
$$;
grant execute on function other_sessions(text) to sp_signin;

-- Ends one of the person's own sessions, or (null) all except this one. Returns how many ended. The audit names the person as
-- staff only in a staff session.
create or replace function end_other_sessions(h text, one uuid) returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
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
    perform write_audit(
      'partner', 'sessions.ended',
      case when staff_role_in_session(own.user_id, own.provider) is null then 'user:' else 'staff:' end || own.user_id,
      jsonb_build_object('sessions', n)
    );
  end if;
  return n;
end $$;
grant execute on function end_other_sessions(text, uuid) to sp_signin;

-- Stores what the browser of a session calls itself.
create or replace function set_session_browser(h text, said text) returns void
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  update sessions set browser = said where session_token = h
$$;
grant execute on function set_session_browser(text, text) to sp_signin;
