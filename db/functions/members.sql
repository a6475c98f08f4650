-- The people of a customer.

-- The members of a customer.
create or replace function people_of(c uuid) returns table (user_id uuid, name text, email text, role text)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  return query
  select u.id, u.name, u.email, m.role
  from memberships m
  join users u on u.id = m.user_id
  where m.customer_id = c
  order by m.created_at, u.id;
end $$;
grant execute on function people_of(uuid) to sp_app, sp_staff;

-- The names of people in audit rows. A customer sees those of its members and of the staff that requested a support grant.
create or replace function people_named(people uuid[]) returns table (user_id uuid, name text, email text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.name, u.email
  from users u
  where u.id = any (people[1:500])
    and (
      session_user <> 'sp_app'
        or exists (select from memberships m where m.user_id = u.id and is_tenant(m.customer_id))
        or exists (select from support_grants g where g.staff_user_id = u.id and is_tenant(g.customer_id))
    )
$$;
grant execute on function people_named(uuid[]) to sp_app, sp_staff;

-- The owners of a customer, each of whom is emailed by a job of their own.
create or replace function owners_of(c uuid) returns table (user_id uuid, name text, email text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.name, u.email from memberships m join users u on u.id = m.user_id where m.customer_id = c and m.role = 'owner'
$$;
grant execute on function owners_of(uuid) to sp_worker;

-- Changes a member's role. The rows of the owners are locked first, so that two owners can't demote each other at the same
-- time. A role that the person already has is no change and writes no audit row.
create or replace function set_member_role(c uuid, who uuid, u uuid, as_role text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  perform from memberships where customer_id = c and role = 'owner' order by user_id for update;
  perform assert_owner(c, who);
  if as_role is distinct from 'owner'
    and not exists (select from memberships where customer_id = c and role = 'owner' and user_id <> u)
  then
    raise 'the last owner stays' using errcode = '23514', constraint = 'last_owner';
  end if;
  update memberships set role = as_role where customer_id = c and user_id = u and role is distinct from as_role;
  if not found then
    perform from memberships where customer_id = c and user_id = u;
    if not found then
      raise 'not found' using errcode = 'P0002';
    end if;
    return;
  end if;
  perform write_audit(c::text, 'member.changed', 'user:' || who, jsonb_build_object('user', u, 'role', as_role));
end $$;
grant execute on function set_member_role(uuid, uuid, uuid, text) to sp_app;

-- Removes a member, with the lock of `set_member_role`.
create or replace function remove_member(c uuid, who uuid, u uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  contact uuid;
begin
  perform assert_tenant(c);
  perform from memberships where customer_id = c and role = 'owner' order by user_id for update;
  perform assert_owner(c, who);
  if not exists (select from memberships where customer_id = c and role = 'owner' and user_id <> u) then
    raise 'the last owner stays' using errcode = '23514', constraint = 'last_owner';
  end if;
  delete from memberships where customer_id = c and user_id = u;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit(c::text, 'member.removed', 'user:' || who, jsonb_build_object('user', u));
  -- Otherwise the address of the person would still get the company's security notices.
  delete from security_contacts s using users x
  where s.customer_id = c and x.id = u and s.email = lower(x.email)
  returning s.id into contact;
  if found then
    perform write_audit(c::text, 'contact.removed', 'user:' || who, jsonb_build_object('contact', contact));
  end if;
end $$;
grant execute on function remove_member(uuid, uuid, uuid) to sp_app;

-- One page of the members of a customer in the order in which they joined: those after a place, or before it with the last one first. `part`
-- is a part of an address or name in lowercase, or empty.
create or replace function members_page(c uuid, part text, place timestamptz, place_user uuid, backwards boolean, most int)
  returns table (user_id uuid, name text, email text, role text, since timestamptz)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  if backwards then
    return query
    select u.id, u.name, u.email, m.role, m.created_at
    from memberships m
    join users u on u.id = m.user_id
    where m.customer_id = c
      and (part = '' or position(part in lower(coalesce(u.email, '') || ' ' || coalesce(u.name, ''))) > 0)
      and (m.created_at, m.user_id) < (place, place_user)
    order by m.created_at desc, m.user_id desc
    limit least(most, 100);
    return;
  end if;
  return query
  select u.id, u.name, u.email, m.role, m.created_at
  from memberships m
  join users u on u.id = m.user_id
  where m.customer_id = c
    and (part = '' or position(part in lower(coalesce(u.email, '') || ' ' || coalesce(u.name, ''))) > 0)
    and (place is null or (m.created_at, m.user_id) > (place, place_user))
  order by m.created_at, m.user_id
  limit least(most, 100);
end $$;
grant execute on function members_page(uuid, text, timestamptz, uuid, boolean, int) to sp_app;

-- How many members and owners a customer has, how many match a part of an address or name, and the first 10 owners.
create or replace function members_counted(c uuid, part text)
  returns table (members int, owners int, matching int, first_owners text[])
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  return query
  select count(*)::int, count(*) filter (where m.role = 'owner')::int,
    count(*) filter (where part = '' or position(part in lower(coalesce(u.email, '') || ' ' || coalesce(u.name, ''))) > 0)::int,
    (array_agg(u.email order by m.created_at, u.id) filter (where m.role = 'owner'))[1:10]
  from memberships m
  join users u on u.id = m.user_id
  where m.customer_id = c;
end $$;
grant execute on function members_counted(uuid, text) to sp_app;
