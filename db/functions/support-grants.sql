-- Support grants: staff request one, an owner approves or ends it.

-- A member of staff requests a support grant.
create or replace function request_support_grant(who uuid, c uuid, conn uuid, why text) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  g uuid;
begin
  perform assert_staff(who, '{support,operator,admin}');
  perform from connections where customer_id = c and id = conn and status not in ('draft', 'verifying', 'removed');
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  insert into support_grants (customer_id, connection_id, staff_user_id, reason) values (c, conn, who, why) returning id into g;
  perform write_audit(c::text, 'support.requested', 'staff:' || who, jsonb_build_object('grant', g, 'connection', conn));
  return g;
end $$;
grant execute on function request_support_grant(uuid, uuid, uuid, text) to sp_staff;

-- An owner approves a support grant for some minutes.
create or replace function approve_support_grant(c uuid, who uuid, g uuid, minutes int) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  if minutes is null or minutes not between 1 and 60 then
    raise 'at most 60 minutes' using errcode = '23514', constraint = 'support_grant_bounded';
  end if;
  update support_grants
  set approved_by = who, approved_at = now(), expires_at = now() + minutes * interval '1 min'
  where customer_id = c
    and id = g
    and approved_at is null
    and expires_at is null
    and created_at > now() - interval '7 days'
    and staff_user_id <> who;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit(c::text, 'support.approved', 'user:' || who, jsonb_build_object('grant', g, 'minutes', minutes));
end $$;
grant execute on function approve_support_grant(uuid, uuid, uuid, int) to sp_app;

-- An owner ends or refuses a support grant.
create or replace function end_support_grant(c uuid, who uuid, g uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  update support_grants set expires_at = now() where customer_id = c and id = g and coalesce(expires_at > now(), true);
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit(c::text, 'support.ended', 'user:' || who, jsonb_build_object('grant', g));
end $$;
grant execute on function end_support_grant(uuid, uuid, uuid) to sp_app;

-- The support grants of a customer.
create or replace function support_grants_of(c uuid)
  returns table (
    id uuid, connection_id uuid, staff_user_id uuid, staff_name text, reason text, created_at timestamptz, approved_by uuid,
    approved_at timestamptz, expires_at timestamptz
  )
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  return query
  select g.id, g.connection_id, g.staff_user_id, u.name, g.reason, g.created_at, g.approved_by, g.approved_at, g.expires_at
  from support_grants g
  join users u on u.id = g.staff_user_id
  where g.customer_id = c
  order by g.created_at desc
  limit 200;
end $$;
grant execute on function support_grants_of(uuid) to sp_app, sp_staff;
