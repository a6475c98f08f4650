-- External IDs: the database makes the value and the first state, a state only moves forward, and nothing is deleted. That
-- applies to the owner too.

-- Makes the value and the first state of an External ID.
create or replace function before_external_id_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.value is not null or new.state is not null then
    raise 'value and state are made here' using errcode = '23001';
  end if;
  new.value := 'sp-' || gen_random_uuid();
  new.created_at := now();
  new.state_at := clock_timestamp();
  new.state := case
    when exists (
      select from external_ids e where e.customer_id = new.customer_id and e.connection_id = new.connection_id
    ) then 'pending'
    else 'current'
  end;
  return new;
end $$;
create or replace trigger before_insert before insert on external_ids for each row execute function before_external_id_insert();

-- Lets a state only move forward.
create or replace function before_external_id_update() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if (to_jsonb(new) - 'state') <> (to_jsonb(old) - 'state')
    or (old.state, new.state) not in (
      ('pending', 'current'), ('current', 'retiring'), ('retiring', 'retired'), ('pending', 'retired'), ('current', 'retired')
    )
  then
    raise 'external_ids: % -> % refused', old.state, new.state using errcode = '23001';
  end if;
  new.state_at := clock_timestamp();
  return new;
end $$;
create or replace trigger before_update before update on external_ids for each row execute function before_external_id_update();

-- Creates the pending External ID of a rotation. There is never a third live ID: while the previous one is retiring, no new one
-- is created, and `one_external_id_of_each_state` refuses a second pending one. Like the other functions here it locks the connection's row
-- first.
create or replace function create_external_id(c uuid, conn uuid) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  x uuid;
begin
  perform assert_tenant(c);
  perform from connections
  where customer_id = c and id = conn and status not in ('draft', 'verifying', 'removed')
  for no key update;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  if exists (select from external_ids where customer_id = c and connection_id = conn and state = 'retiring') then
    raise 'the previous ID is still retiring' using errcode = '23514', constraint = 'third_id';
  end if;
  insert into external_ids (customer_id, connection_id) values (c, conn) returning id into x;
  return x;
end $$;
grant execute on function create_external_id(uuid, uuid) to sp_app, sp_worker;

-- Makes the pending External ID the current one, with a secure run of it.
create or replace function switch_external_id(c uuid, conn uuid, run uuid, sealed_arn text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  r verification_runs;
begin
  perform assert_tenant(c);
  perform from connections where customer_id = c and id = conn and status <> 'removed' for no key update;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  select v.* into r
  from verification_runs v
  join external_ids e using (customer_id, connection_id)
  where v.customer_id = c
    and v.id = run
    and v.connection_id = conn
    and e.id = v.external_id_id
    and e.state = 'pending'
    and v.verdict = 'secure';
  if not found then
    raise 'no secure run of the pending ID' using errcode = '23514', constraint = 'not_verified';
  end if;
  update external_ids set state = 'retiring' where customer_id = c and connection_id = conn and state = 'current';
  update external_ids set state = 'current' where customer_id = c and connection_id = conn and id = r.external_id_id;
  -- It was sealed under the previous ID.
  delete from pending_role_arns where customer_id = c and connection_id = conn;
  update connections
  set external_id_id = r.external_id_id, role_arn = sealed_arn, arn_hmac = r.arn_hmac, account_id = r.account_id,
    role_id = r.role_id, verified_run_id = run
  where customer_id = c and id = conn;
end $$;
grant execute on function switch_external_id(uuid, uuid, uuid, text) to sp_app, sp_worker;

-- Retires an External ID: a pending one at any time, a retiring one only if a secure run since the switch found that AWS denies
-- it.
create or replace function retire_external_id(c uuid, conn uuid, ext uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  e external_ids;
  current_id uuid;
begin
  perform assert_tenant(c);
  select external_id_id into current_id from connections where customer_id = c and id = conn for no key update;
  select * into e
  from external_ids
  where customer_id = c and connection_id = conn and id = ext and state in ('pending', 'retiring');
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  if e.state = 'retiring'
    and not exists (
      select from verification_runs v
      join verification_probes p on (p.customer_id, p.run_id) = (v.customer_id, v.id)
      where v.customer_id = c
        and v.connection_id = conn
        and v.external_id_id = current_id
        and v.verdict = 'secure'
        and v.started_at > e.state_at
        and v.finished_at > now() - interval '15 min'
        and p.name = 'retiring'
        and p.got = 'denied'
        and p.code = 'AccessDenied'
        and p.request_id <> ''
    )
  then
    raise 'the previous ID is still accepted' using errcode = '23514', constraint = 'previous_id_accepted';
  end if;
  update external_ids set state = 'retired' where customer_id = c and connection_id = conn and id = ext;
end $$;
grant execute on function retire_external_id(uuid, uuid, uuid) to sp_app, sp_worker;
