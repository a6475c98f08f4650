-- What staff do. Each function checks the staff role and writes its own audit row.

-- The members of staff.
create or replace function staff_members() returns table (user_id uuid, name text, email text, role text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.name, u.email, s.role from staff s join users u on u.id = s.user_id order by u.email
$$;
grant execute on function staff_members() to sp_staff;

-- Changes or (null) removes a staff role. A person can't change their own role, so an admin always remains; the lock keeps two admins
-- from demoting each other at the same time.
create or replace function set_staff(who uuid, u uuid, as_role text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from staff where role = 'admin' order by user_id for update;
  perform assert_staff(who, '{admin}');
  if who = u then
    raise 'not oneself' using errcode = '23514', constraint = 'not_oneself';
  end if;
  if as_role is null then
    delete from staff where user_id = u;
  else
    update staff set role = as_role where user_id = u;
  end if;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  delete from sessions where user_id = u;
  perform write_audit(
    'partner', 'staff.changed', 'staff:' || who, jsonb_build_object('user', u, 'role', coalesce(as_role, 'none'))
  );
end $$;
grant execute on function set_staff(uuid, uuid, text) to sp_staff;

-- Suspends a customer or ends the suspension.
create or replace function suspend_customer(who uuid, c uuid, stop boolean) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{operator,admin}');
  update customers set suspended_at = case when stop then coalesce(suspended_at, now()) end where id = c;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit(
    c::text, case when stop then 'customer.suspended' else 'customer.resumed' end, 'staff:' || who,
    jsonb_build_object('customer', c)
  );
end $$;
grant execute on function suspend_customer(uuid, uuid, boolean) to sp_staff;

-- Operators verify a connection again; support may not. Also one that was verified a moment ago: an owner who has just corrected the trust
-- policy waits for the result. An action skips it (verifiable_again_at), because most of its connections are as they were.
create or replace function request_run(who uuid, c uuid, conn uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{operator,admin}');
  perform from connections where customer_id = c and id = conn and status not in ('draft', 'removed');
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform enqueue_job('verify', jsonb_build_object('customer', c, 'connection', conn, 'reason', 'staff', 'user', who));
  perform write_audit(c::text, 'run.requested', 'staff:' || who, jsonb_build_object('connection', conn));
end $$;
grant execute on function request_run(uuid, uuid, uuid) to sp_staff;

-- Operators request a rotation, which the worker begins. The reason is a word.
create or replace function request_rotation(who uuid, c uuid, conn uuid, why text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{operator,admin}');
  if why is null or why !~ '^[a-z][a-z-]{0,39}$' then
    raise 'a reason is needed' using errcode = '23514', constraint = 'reason';
  end if;
  perform from connections
  where customer_id = c and id = conn and status not in ('draft', 'verifying', 'disabled', 'removed')
  for no key update;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  if exists (select from external_ids where customer_id = c and connection_id = conn and state in ('pending', 'retiring')) then
    raise 'a rotation is under way' using errcode = '23514', constraint = 'third_id';
  end if;
  perform enqueue_job('rotate', jsonb_build_object('customer', c, 'connection', conn, 'user', who));
  perform write_audit(c::text, 'rotation.requested', 'staff:' || who, jsonb_build_object('connection', conn, 'reason', why));
end $$;
grant execute on function request_rotation(uuid, uuid, uuid, text) to sp_staff;
