-- The only functions that return or change a sealed ARN. For a connection that does not exist, belongs to another customer or
-- is closed, each raises the same P0002.

-- Returns a connection's role ARN and External ID for reading logs. With them it returns what the MAC of its verification was
-- made of, which the caller checks before it uses the ARN.
create or replace function open_connection_for_read(
  c uuid, conn uuid, in_sandbox boolean,
  out role_arn text, out arn_hmac text, out external_id text, out role_id text, out external_id_id uuid, out account_id text,
  out verified_at timestamptz, out log_access text, out log_group_prefix text, out regions text[], out verified_run_id uuid,
  out verification_mac text
)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  select k.role_arn, k.arn_hmac, e.value, k.role_id, e.id, k.account_id, k.verified_at, k.log_access, k.log_group_prefix, k.regions,
    k.verified_run_id, k.verification_mac into role_arn, arn_hmac, external_id, role_id, external_id_id, account_id, verified_at, log_access,
    log_group_prefix, regions, verified_run_id, verification_mac
  from connections k
  join customers u on u.id = k.customer_id and u.suspended_at is null
  join external_ids e on (e.customer_id, e.connection_id, e.id) = (k.customer_id, k.id, k.external_id_id)
    and e.state = 'current'
  join verification_runs v on (v.customer_id, v.id) = (k.customer_id, k.verified_run_id) and v.sandbox = in_sandbox
  where k.customer_id = c and k.id = conn and k.status = 'connected' and k.verified_at > now() - interval '24 h';
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
end $$;
grant execute on function open_connection_for_read(uuid, uuid, boolean) to sp_app;

-- Returns a connection's role ARN and External IDs to the process that has the open run. `sealed_in` and `sealed_under` are
-- what the ARN was sealed with: the table, and the External ID that the connection had then. `account` is for a first
-- submission, whose account no row has yet: it selects the retired IDs of that account. The IDs are counted without reading all
-- of the customer's.
create or replace function open_connection_for_run(
  c uuid, run uuid, account text default null,
  out connection_id uuid, out role_arn text, out arn_hmac text, out sealed_in text, out sealed_under text,
  out external_id text, out external_id_id uuid, out retired text[], out retired_total int, out retiring text, out log_access text,
  out log_group_prefix text, out regions text[]
)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  acct text;
begin
  perform assert_tenant(c);
  select k.id, case when k.arn_hmac = v.arn_hmac then k.role_arn else d.role_arn end, v.arn_hmac,
    case when k.arn_hmac = v.arn_hmac then 'connections' else 'pending_role_arns' end, s.value, e.value, e.id,
    (select x.value from external_ids x where x.customer_id = c and x.connection_id = k.id and x.state = 'retiring'), k.log_access,
    k.log_group_prefix, k.regions, coalesce(account, k.account_id) into connection_id, role_arn, arn_hmac, sealed_in,
    sealed_under, external_id, external_id_id, retiring, log_access, log_group_prefix, regions, acct
  from verification_runs v
  join connections k on (k.customer_id, k.id) = (v.customer_id, v.connection_id)
  join customers u on u.id = c and u.suspended_at is null
  join external_ids e on (e.customer_id, e.connection_id, e.id) = (v.customer_id, v.connection_id, v.external_id_id)
  join external_ids s on (s.customer_id, s.connection_id, s.id) = (k.customer_id, k.id, k.external_id_id)
  left join pending_role_arns d on (d.customer_id, d.connection_id, d.arn_hmac) = (k.customer_id, k.id, v.arn_hmac)
    and d.expires_at > now()
  where v.customer_id = c and v.id = run and v.finished_at is null and v.lease_until > now();
  if not found or role_arn is null then
    raise 'not found' using errcode = 'P0002';
  end if;
  -- The newest four of the connection, and two random ones of the customer's other connections to that account.
  retired := array(
    select x.value
    from external_ids x
    where x.customer_id = c and x.connection_id = open_connection_for_run.connection_id and x.state = 'retired'
    order by x.state_at desc, x.id desc
    limit 4
  ) || array(
    select x.value
    from external_ids x
    join connections o on (o.customer_id, o.id) = (x.customer_id, x.connection_id)
    where x.customer_id = c
      and x.connection_id <> open_connection_for_run.connection_id
      and o.account_id = acct
      and x.state = 'retired'
    order by random()
    limit 2
  );
  retired_total := (
    select count(*)
    from external_ids x
    where x.customer_id = c and x.connection_id = open_connection_for_run.connection_id and x.state = 'retired'
  ) + (
    select count(*)
    from connections o
    join external_ids x on (x.customer_id, x.connection_id) = (o.customer_id, o.id)
    where o.customer_id = c and o.account_id = acct and o.id <> open_connection_for_run.connection_id and x.state = 'retired'
  );
end $$;
grant execute on function open_connection_for_run(uuid, uuid, text) to sp_app, sp_worker;

-- Returns a connection's role ARN and External ID to the one member of staff to whom an owner gave a support grant. It writes its
-- own audit row, so that no ARN is returned without one.
create or replace function open_connection_for_support(
  g uuid, who uuid, in_sandbox boolean,
  out customer_id uuid, out connection_id uuid, out role_arn text, out arn_hmac text, out external_id text, out role_id text,
  out external_id_id uuid, out account_id text, out verified_at timestamptz, out log_access text, out log_group_prefix text,
  out regions text[], out expires_at timestamptz
)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  s support_grants;
begin
  perform assert_staff(who, '{support,operator,admin}');
  select * into s
  from support_grants x
  where x.id = g and x.staff_user_id = who and now() between x.approved_at and x.expires_at;
  if not found then
    raise 'no live grant' using errcode = 'P0002';
  end if;
  select s.customer_id, s.connection_id, o.role_arn, o.arn_hmac, o.external_id, o.role_id, o.external_id_id, o.account_id,
    o.verified_at, o.log_access, o.log_group_prefix, o.regions, s.expires_at into customer_id, connection_id, role_arn, arn_hmac,
    external_id, role_id, external_id_id, account_id, verified_at, log_access, log_group_prefix, regions, expires_at
  from open_connection_for_read(s.customer_id, s.connection_id, in_sandbox) o;
  perform write_audit(
    s.customer_id::text, 'support.opened', 'staff:' || who, jsonb_build_object('grant', g, 'connection', s.connection_id)
  );
end $$;
grant execute on function open_connection_for_support(uuid, uuid, boolean) to sp_staff;

-- Stores a role ARN that was sealed with another key: the only change of `role_arn` that needs no verification. Returns false,
-- and changes nothing, if the row has another ciphertext by now, because a verification has sealed it again.
create or replace function reseal_role_arn(c uuid, conn uuid, was text, becomes text) returns boolean
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare
  done boolean;
begin
  if split_part(was, '.', 2) = split_part(becomes, '.', 2) or becomes !~ '^v1\.[a-z0-9]{1,16}\.[A-Za-z0-9_-]+$' then
    raise 'not another key' using errcode = '23514';
  end if;
  insert into reseals values (c, conn, becomes);
  update connections set role_arn = becomes where customer_id = c and id = conn and role_arn = was and status <> 'removed';
  done := found;
  delete from reseals where customer_id = c and connection_id = conn;
  return done;
end $$;
