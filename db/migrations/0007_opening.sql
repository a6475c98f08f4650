-- The only doors to a sealed ARN. A foreign, an absent and a closed one answer alike: P0002.
-- sealed_in and sealed_under are what the ARN was sealed with (table, and the External ID the connection had then).
create function open_connection_for_read(c uuid, conn uuid, in_sandbox boolean, out role_arn text, out arn_hmac text, out external_id text, out role_id text, out external_id_id uuid,
    out account_id text, out proved_at timestamptz, out tier text, out log_group_prefix text, out regions text[])
  language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  select k.role_arn, k.arn_hmac, e.value, k.role_id, e.id, k.account_id, k.proved_at, k.tier, k.log_group_prefix, k.regions
    into role_arn, arn_hmac, external_id, role_id, external_id_id, account_id, proved_at, tier, log_group_prefix, regions
    from connections k join customers u on u.id = k.customer_id and u.suspended_at is null
    join external_ids e on (e.customer_id, e.connection_id, e.id) = (k.customer_id, k.id, k.external_id_id) and e.state = 'current'
    join verification_runs v on (v.customer_id, v.id) = (k.customer_id, k.proved_run_id) and v.sandbox = in_sandbox
   where k.customer_id = c and k.id = conn and k.status = 'connected' and k.proved_at > now() - interval '24 h';
  if not found then raise 'not found' using errcode = 'P0002'; end if; end $$;

-- For the process that holds the open run. `account` lets the retired IDs of a first submission be looked up, whose account no row knows yet.
create function open_connection_for_run(c uuid, run uuid, account text default null, out connection_id uuid, out role_arn text, out arn_hmac text, out sealed_in text, out sealed_under text,
    out external_id text, out external_id_id uuid, out retired text[], out retired_total int, out retiring text, out tier text, out log_group_prefix text, out regions text[])
  language plpgsql security definer set search_path = pg_catalog, public as $$ declare acct text; begin
  perform must_be_own(c);
  select k.id, case when k.arn_hmac = v.arn_hmac then k.role_arn else d.role_arn end, v.arn_hmac, case when k.arn_hmac = v.arn_hmac then 'connections' else 'candidates' end, s.value,
      e.value, e.id, (select x.value from external_ids x where x.customer_id = c and x.connection_id = k.id and x.state = 'retiring'),
      k.tier, k.log_group_prefix, k.regions, coalesce(account, k.account_id)
    into connection_id, role_arn, arn_hmac, sealed_in, sealed_under, external_id, external_id_id, retiring, tier, log_group_prefix, regions, acct
    from verification_runs v join connections k on (k.customer_id, k.id) = (v.customer_id, v.connection_id) join customers u on u.id = c and u.suspended_at is null
    join external_ids e on (e.customer_id, e.connection_id, e.id) = (v.customer_id, v.connection_id, v.external_id_id)
    join external_ids s on (s.customer_id, s.connection_id, s.id) = (k.customer_id, k.id, k.external_id_id)
    left join candidates d on (d.customer_id, d.connection_id, d.arn_hmac) = (k.customer_id, k.id, v.arn_hmac) and d.expires_at > now()
   where v.customer_id = c and v.id = run and v.finished_at is null and v.lease_until > now();
  if not found or role_arn is null then raise 'not found' using errcode = 'P0002'; end if;
  -- The newest four of the connection, and two at random of the customer's others for that account.
  retired := array(select x.value from external_ids x where x.customer_id = c and x.connection_id = open_connection_for_run.connection_id and x.state = 'retired' order by x.state_at desc, x.id desc limit 4)
    || array(select x.value from external_ids x join connections o on (o.customer_id, o.id) = (x.customer_id, x.connection_id)
        where x.customer_id = c and x.connection_id <> open_connection_for_run.connection_id and o.account_id = acct and x.state = 'retired' order by random() limit 2);
  select count(*) into retired_total from external_ids x join connections o on (o.customer_id, o.id) = (x.customer_id, x.connection_id)
   where x.customer_id = c and x.state = 'retired' and (x.connection_id = open_connection_for_run.connection_id or o.account_id = acct); end $$;

-- For the one member of staff whom an owner gave leave. Writes its own audit row, so that no ARN comes out without one.
create function open_connection_for_support(g uuid, who uuid, in_sandbox boolean, out customer_id uuid, out connection_id uuid, out role_arn text, out arn_hmac text, out external_id text, out role_id text,
    out external_id_id uuid, out account_id text, out proved_at timestamptz, out tier text, out log_group_prefix text, out regions text[], out expires_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, public as $$ declare s support_grants; begin
  select * into s from support_grants x where x.id = g and x.staff_user_id = who and now() between x.approved_at and x.expires_at
    and exists (select from staff t where t.user_id = who);
  if not found then raise 'no live grant' using errcode = 'P0002'; end if;
  select s.customer_id, s.connection_id, o.role_arn, o.arn_hmac, o.external_id, o.role_id, o.external_id_id, o.account_id, o.proved_at, o.tier, o.log_group_prefix, o.regions, s.expires_at
    into customer_id, connection_id, role_arn, arn_hmac, external_id, role_id, external_id_id, account_id, proved_at, tier, log_group_prefix, regions, expires_at
    from open_connection_for_read(s.customer_id, s.connection_id, in_sandbox) o;
  perform write_audit(s.customer_id::text, 'support.opened', 'staff:' || who, jsonb_build_object('grant', g, 'connection', s.connection_id)); end $$;

-- For raising the alert only: says that, never whose.
create function account_connected_elsewhere(c uuid, account text) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  return exists (select from connections k where k.account_id = account and k.customer_id <> c and k.proved_at is not null and k.status <> 'removed'); end $$;

-- Support grants: staff ask, an owner gives or ends.
create function request_support_grant(who uuid, c uuid, conn uuid, why text) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$ declare g uuid; begin
  perform must_be_staff(who, '{support,operator,admin}');
  perform from connections where customer_id = c and id = conn and status not in ('draft','checking','removed'); if not found then raise 'not found' using errcode = 'P0002'; end if;
  insert into support_grants (customer_id, connection_id, staff_user_id, reason) values (c, conn, who, why) returning id into g;
  perform write_audit(c::text, 'support.requested', 'staff:' || who, jsonb_build_object('grant', g, 'connection', conn)); return g; end $$;
create function approve_support_grant(c uuid, who uuid, g uuid, minutes int) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_owner(c, who);
  if minutes is null or minutes not between 1 and 60 then raise 'at most 60 minutes' using errcode = '23514', constraint = 'support_grant_bounded'; end if;
  update support_grants set approved_by = who, approved_at = now(), expires_at = now() + minutes * interval '1 min'
   where customer_id = c and id = g and approved_at is null and expires_at is null and created_at > now() - interval '7 days' and staff_user_id <> who;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform write_audit(c::text, 'support.approved', 'user:' || who, jsonb_build_object('grant', g, 'minutes', minutes)); end $$;
create function end_support_grant(c uuid, who uuid, g uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_owner(c, who);
  update support_grants set expires_at = now() where customer_id = c and id = g and coalesce(expires_at > now(), true);
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform write_audit(c::text, 'support.ended', 'user:' || who, jsonb_build_object('grant', g)); end $$;
create function support_grants_of(c uuid) returns table (id uuid, connection_id uuid, staff_user_id uuid, staff_name text, reason text, created_at timestamptz, approved_by uuid, approved_at timestamptz, expires_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  return query select g.id, g.connection_id, g.staff_user_id, u.name, g.reason, g.created_at, g.approved_by, g.approved_at, g.expires_at
    from support_grants g join users u on u.id = g.staff_user_id where g.customer_id = c order by g.created_at desc limit 200; end $$;
