-- External IDs: value and first state are made here, a state moves forwards only, nothing goes away. Not for the owner either.
create function external_id_made() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  if new.value is not null or new.state is not null then raise 'value and state are made here' using errcode = '23001'; end if;
  new.value := 'sp-' || gen_random_uuid(); new.created_at := now(); new.state_at := clock_timestamp();
  new.state := case when exists (select from external_ids e where e.customer_id = new.customer_id and e.connection_id = new.connection_id)
    then 'pending' else 'current' end;
  return new; end $$;
create function external_id_moved() returns trigger language plpgsql set search_path = pg_catalog as $$ begin
  if (to_jsonb(new) - 'state') <> (to_jsonb(old) - 'state') or (old.state, new.state) not in
     (('pending','current'), ('current','retiring'), ('retiring','retired'), ('pending','retired'), ('current','retired'))
    then raise 'external_ids: % -> % refused', old.state, new.state using errcode = '23001'; end if;
  new.state_at := clock_timestamp(); return new; end $$;
create trigger a_made before insert on external_ids for each row execute function external_id_made();
create trigger b_moved before update on external_ids for each row execute function external_id_moved();
create trigger c_kept before delete or truncate on external_ids for each statement execute function refuse();

-- Every move of a connection's status that exists. 'connected' is reached by proof alone, whatever stands here.
create function may_move(from_status text, to_status text) returns boolean language sql immutable set search_path = pg_catalog as $$
  select (from_status, to_status) in (
    ('draft','checking'), ('draft','connected'), ('draft','removed'),
    ('checking','draft'), ('checking','connected'), ('checking','removed'),
    ('connected','not_proven'), ('connected','refused'), ('connected','quarantined'), ('connected','disabled'), ('connected','removed'),
    ('not_proven','connected'), ('not_proven','refused'), ('not_proven','quarantined'), ('not_proven','disabled'), ('not_proven','removed'),
    ('refused','connected'), ('refused','quarantined'), ('refused','disabled'), ('refused','removed'),
    ('quarantined','connected'), ('quarantined','disabled'), ('quarantined','removed'),
    ('disabled','connected'), ('disabled','quarantined'), ('disabled','removed')) $$;

-- A run proves a connection when it is secure, closed at most 15 minutes ago, the newest that says anything, and equal in
-- connection, External ID (which must be current), ARN, account and role.
create function proves(r verification_runs, k connections) returns boolean language sql stable set search_path = pg_catalog, public as $$
  select coalesce(r.verdict = 'secure' and r.finished_at >= now() - interval '15 min'
    and (r.customer_id, r.connection_id, r.external_id_id, r.arn_hmac, r.account_id, r.role_id) is not distinct from
        (k.customer_id, k.id, k.external_id_id, k.arn_hmac, k.account_id, k.role_id)
    and not exists (select from verification_runs n where n.customer_id = r.customer_id and n.connection_id = r.connection_id
        and n.started_at > r.started_at and n.verdict in ('secure','insecure','refused'))
    and exists (select from external_ids e where e.customer_id = k.customer_id and e.connection_id = k.id and e.id = k.external_id_id
        and e.state = 'current'), false) $$;

create function connection_born() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(new.customer_id);
  if new.status <> 'draft' or num_nonnulls(new.role_arn, new.arn_hmac, new.account_id, new.role_id, new.proved_run_id, new.proved_at, new.external_id_id, new.removed_at) > 0
    then raise 'a connection starts as a draft' using errcode = '23514', constraint = 'starts_as_draft'; end if;
  insert into external_ids (customer_id, connection_id) values (new.customer_id, new.id) returning id into new.external_id_id;
  return new; end $$;

create function connection_moved() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ declare r verification_runs; begin
  if (new.customer_id, new.id, new.created_at) is distinct from (old.customer_id, old.id, old.created_at) or old.status = 'removed'
    then raise 'connection is fixed' using errcode = '23001'; end if;
  if new.status <> old.status and not may_move(old.status, new.status)
    then raise 'connections: % -> % refused', old.status, new.status using errcode = '23514', constraint = 'status_move'; end if;
  new.removed_at := case when new.status = 'removed' then now() end;
  if new.status = 'removed' then
    update external_ids set state = 'retired' where customer_id = new.customer_id and connection_id = new.id and state <> 'retired';
    delete from candidates where customer_id = new.customer_id and connection_id = new.id;
    new.role_arn := null; new.next_check_at := null; new.lease_until := null; new.lease_token := null; new.waiting_until := null;
    return new;
  end if;
  if new.status = 'connected' and old.status <> 'connected' or (new.role_arn, new.arn_hmac, new.account_id, new.role_id, new.external_id_id, new.proved_run_id, new.proved_at)
       is distinct from (old.role_arn, old.arn_hmac, old.account_id, old.role_id, old.external_id_id, old.proved_run_id, old.proved_at) then
    select * into r from verification_runs where customer_id = new.customer_id and id = new.proved_run_id;
    if not proves(r, new) then raise 'no matching secure run' using errcode = '23514', constraint = 'no_proof'; end if;
    new.proved_at := r.finished_at; new.refused_at := null;
    new.status := case when old.status = 'disabled' and new.status = 'disabled' then 'disabled' else 'connected' end;
  end if;
  if new.status <> 'checking' then new.waiting_until := null; end if;
  if new.status <> 'disabled' then new.disabled_by := null; end if;
  return new; end $$;
create trigger born before insert on connections for each row execute function connection_born();
create trigger moved before update on connections for each row execute function connection_moved();
create trigger kept before delete or truncate on connections for each statement execute function refuse();

-- The owner is told of a quarantine by the statement that makes it, whatever the code does next.
create function quarantine_told() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform enqueue_job('mail-quarantine', jsonb_build_object('customer', new.customer_id, 'connection', new.id)); return null; end $$;
create trigger told after update of status on connections for each row
  when (new.status = 'quarantined' and old.status <> 'quarantined') execute function quarantine_told();

-- Candidates: one a connection, an hour each, which nobody may choose.
create function candidate_made() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  -- An expired one is invisible to the caller, so that an upsert over it would be 42501.
  perform must_be_own(new.customer_id); delete from candidates where customer_id = new.customer_id and connection_id = new.connection_id;
  new.expires_at := now() + interval '1 hour'; return new; end $$;
create trigger made before insert on candidates for each row execute function candidate_made();
create function purge_candidates() returns bigint language sql security definer set search_path = pg_catalog, public as $$
  with d as (delete from candidates where expires_at <= now() returning 1) select count(*) from d $$;

-- Acts on IDs. Each locks the connection's row first.
create function mint_external_id(c uuid, conn uuid) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$ declare x uuid; begin
  perform must_be_own(c);
  perform from connections where customer_id = c and id = conn and status not in ('draft','checking','removed') for no key update;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  insert into external_ids (customer_id, connection_id) values (c, conn) returning id into x; return x; end $$;
create function switch_external_id(c uuid, conn uuid, run uuid, sealed_arn text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ declare r verification_runs; begin
  perform must_be_own(c);
  perform from connections where customer_id = c and id = conn and status <> 'removed' for no key update;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  select v.* into r from verification_runs v join external_ids e using (customer_id, connection_id)
   where v.customer_id = c and v.id = run and v.connection_id = conn and e.id = v.external_id_id and e.state = 'pending' and v.verdict = 'secure';
  if not found then raise 'no secure run of the pending ID' using errcode = '23514', constraint = 'no_proof'; end if;
  update external_ids set state = 'retiring' where customer_id = c and connection_id = conn and state = 'current';
  update external_ids set state = 'current' where customer_id = c and connection_id = conn and id = r.external_id_id;
  delete from candidates where customer_id = c and connection_id = conn;   -- sealed under the former ID
  update connections set external_id_id = r.external_id_id, role_arn = sealed_arn, arn_hmac = r.arn_hmac, account_id = r.account_id,
    role_id = r.role_id, proved_run_id = run where customer_id = c and id = conn; end $$;
-- A pending ID is given up freely; a retiring one only when a secure run since the switch saw it refused.
create function retire_external_id(c uuid, conn uuid, ext uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ declare e external_ids; current_id uuid; begin
  perform must_be_own(c);
  select external_id_id into current_id from connections where customer_id = c and id = conn for no key update;
  select * into e from external_ids where customer_id = c and connection_id = conn and id = ext and state in ('pending','retiring');
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  if e.state = 'retiring' and not exists (select from verification_runs v join verification_probes p on (p.customer_id, p.run_id) = (v.customer_id, v.id)
      where v.customer_id = c and v.connection_id = conn and v.external_id_id = current_id and v.verdict = 'secure' and v.started_at > e.state_at
        and v.finished_at > now() - interval '15 min' and p.name = 'retiring' and p.got = 'denied' and p.code = 'AccessDenied' and p.request_id <> '')
    then raise 'the former ID is not proven dead' using errcode = '23514', constraint = 'former_id_lives'; end if;
  update external_ids set state = 'retired' where customer_id = c and connection_id = conn and id = ext; end $$;
