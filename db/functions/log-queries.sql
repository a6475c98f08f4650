-- Queries of CloudWatch Logs Insights: who may run how many at once, their heartbeat, what the worker does with those whose reader
-- is gone, what they add to the usage, and how long they are kept.

-- A row begins as `starting`, in the name of the transaction's person. AWS allows 100 queries at once in an account and Region,
-- and 5 of log groups of the Infrequent Access class; the lock makes two that begin at the same time count each other.
create or replace function before_log_query_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  acct text;
begin
  if session_user = 'sp_app' and new.user_id is distinct from nullif(current_setting('app.user_id', true), '')::uuid then
    raise 'a query belongs to the person who runs it' using errcode = '42501', constraint = 'log_query_person';
  end if;
  new.state := 'starting';
  new.started_at := now();
  new.heartbeat_at := now();
  select k.account_id into acct from connections k where k.customer_id = new.customer_id and k.id = new.connection_id;
  perform pg_advisory_xact_lock(hashtextextended('log_queries' || coalesce(acct, '') || new.region, 0));
  if (
    select count(*) >= 100 or new.infrequent and count(*) filter (where q.infrequent) >= 5
    from log_queries q
    join connections k on (k.customer_id, k.id) = (q.customer_id, q.connection_id)
    where q.ended_at is null and q.region = new.region and k.account_id = acct
  )
  then
    raise 'too many queries at once' using errcode = '23514', constraint = 'too_many_queries';
  end if;
  return new;
end $$;
create or replace trigger before_insert before insert on log_queries for each row execute function before_log_query_insert();

-- Each update by the person is a heartbeat. Nobody else of the customer may change the row, and a query that has ended doesn't
-- change any more, except that it loses its person when they leave: then the foreign key changes the row, in the name of the owner
-- who removes them.
create or replace function before_log_query_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if session_user = 'sp_app' and new.user_id is not distinct from old.user_id
    and old.user_id is distinct from nullif(current_setting('app.user_id', true), '')::uuid
  then
    raise 'a query belongs to the person who runs it' using errcode = '42501', constraint = 'log_query_person';
  end if;
  if old.ended_at is not null then
    if new.user_id is not null or (to_jsonb(new) - 'user_id') <> (to_jsonb(old) - 'user_id') then
      raise 'the query has ended' using errcode = '23001', constraint = 'log_query_over';
    end if;
    return new;
  end if;
  if session_user = 'sp_app' and new.user_id is not null then
    new.heartbeat_at := now();
  end if;
  if new.state not in ('starting', 'running') then
    new.ended_at := now();
  end if;
  return new;
end $$;
create or replace trigger before_update before update on log_queries for each row execute function before_log_query_update();

-- Adds one use to the usage of a day.
create or replace function add_usage(c uuid, conn uuid, r text, who uuid, of_kind text, bytes bigint, secs bigint) returns void
  language sql
  set search_path = pg_catalog, public, pg_temp as $$
  insert into log_usage_daily as u
  values (
    c, (now() at time zone 'UTC')::date, conn, r, coalesce(who, '00000000-0000-0000-0000-000000000000'), of_kind, 1, bytes, secs
  )
  on conflict on constraint log_usage_daily_pk do update
  set uses = u.uses + 1, scanned_bytes = u.scanned_bytes + excluded.scanned_bytes, seconds = u.seconds + excluded.seconds
$$;

-- Adds what a complete query scanned to the sums from which estimates learn.
create or replace function add_scan_sums(q log_queries) returns void
  language sql
  set search_path = pg_catalog, public, pg_temp as $$
  insert into log_scan_sums as s
  select
    q.customer_id, q.connection_id, q.region, (now() at time zone 'UTC')::date,
    encode(sha256(convert_to(array_to_string(g.names, ' '), 'UTF8')), 'hex'), g.names, 1, q.expected_bytes, q.scanned_bytes,
    q.scanned_bytes / q.expected_bytes::float8, q.scanned_bytes / q.expected_bytes::float8
  from (select array_agg(x order by x collate "C") as names from unnest(q.log_groups) x) g
  on conflict on constraint log_scan_sums_pk do update
  set queries = s.queries + 1, expected_bytes = s.expected_bytes + excluded.expected_bytes,
    scanned_bytes = s.scanned_bytes + excluded.scanned_bytes, lowest = least(s.lowest, excluded.lowest),
    highest = greatest(s.highest, excluded.highest)
$$;

-- A query that ends is added to the usage, unless AWS never ran it, and one that is complete to the sums for estimates. One without a
-- person is deleted: nobody has it in their history.
create or replace function after_log_query_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.ended_at is null and new.state = 'complete' and new.expected_bytes > 0 then
    perform add_scan_sums(new);
  end if;
  if old.ended_at is null and new.ended_at is not null and new.state <> 'rejected' then
    perform add_usage(
      new.customer_id, new.connection_id, new.region, new.user_id, 'query', new.scanned_bytes,
      greatest(0, ceil(extract(epoch from new.ended_at - new.started_at)))::bigint
    );
  end if;
  if new.ended_at is not null and new.user_id is null then
    delete from log_queries where customer_id = new.customer_id and id = new.id;
  end if;
  return null;
end $$;
create or replace trigger after_update after update on log_queries for each row execute function after_log_query_update();

-- Adds a live tail of the transaction's person to the usage, when it has ended.
create or replace function record_tail(c uuid, conn uuid, r text, secs int) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  if coalesce(secs not between 0 and 11000, true) then
    raise 'seconds out of range' using errcode = '22023';
  end if;
  perform add_usage(c, conn, r, nullif(current_setting('app.user_id', true), '')::uuid, 'tail', 0, secs);
end $$;
grant execute on function record_tail(uuid, uuid, text, int) to sp_app;

-- Adds a query with which the log page read a log group of the Infrequent Access class to the usage of the transaction's person, when it
-- has ended. AWS bills it as any other query.
create or replace function record_search(c uuid, conn uuid, r text, bytes bigint, secs int) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  if coalesce(bytes not between 0 and 1000000000000000 or secs not between 0 and 11000, true) then
    raise 'use out of range' using errcode = '22023';
  end if;
  perform add_usage(c, conn, r, nullif(current_setting('app.user_id', true), '')::uuid, 'query', bytes, secs);
end $$;
grant execute on function record_search(uuid, uuid, text, bigint, int) to sp_app;

-- After how many seconds without a heartbeat a query has lost its reader. Processes write one every five seconds, and
-- a call to AWS takes at most 15; a worker looks every five, so a query is stopped within 30.
create or replace function heartbeat_limit() returns interval
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select interval '23 s'
$$;

-- Takes queries whose reader is gone, so that no other worker takes them for ten seconds. `over` is true when AWS itself has ended
-- the query, after 60 minutes.
create or replace function claim_orphaned_queries(
  most int,
  out customer_id uuid, out id uuid, out connection_id uuid, out region text, out aws_query_id text, out over boolean
)
  returns setof record
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(most not between 1 and 500, true) then
    raise 'rows out of range' using errcode = '22023';
  end if;
  return query with due as (
    select q.customer_id as c, q.id as q
    from log_queries q
    where q.ended_at is null and q.heartbeat_at < now() - heartbeat_limit() and coalesce(q.retry_at <= now(), true)
    order by q.heartbeat_at
    limit most
    for no key update skip locked
  )
  update log_queries q
  set retry_at = now() + interval '10 s'
  from due
  where q.customer_id = due.c and q.id = due.q
  returning q.customer_id, q.id, q.connection_id, q.region, q.aws_query_id, q.started_at < now() - interval '61 min';
end $$;
grant execute on function claim_orphaned_queries(int) to sp_worker;

-- Ends a query whose reader is gone. Returns false, and changes nothing, if it has ended by now or its reader came back.
create or replace function end_orphaned_query(c uuid, q uuid, as_state text, bytes bigint) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update log_queries x
  set state = as_state, scanned_bytes = greatest(x.scanned_bytes, coalesce(bytes, 0))
  where x.customer_id = c and x.id = q and x.ended_at is null and x.heartbeat_at < now() - heartbeat_limit();
  return found;
end $$;
grant execute on function end_orphaned_query(uuid, uuid, text, bigint) to sp_worker;

-- Returns a connection's role ARN and External ID to the worker, to stop a query whose reader is gone. The conditions are those for
-- reading logs.
create or replace function open_connection_for_stop(
  c uuid, q uuid, in_sandbox boolean,
  out role_arn text, out arn_hmac text, out external_id text, out role_id text, out external_id_id uuid, out account_id text,
  out verified_at timestamptz, out log_access text, out log_group_prefix text, out regions text[], out verified_run_id uuid,
  out verification_mac text
)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  conn uuid;
begin
  select x.connection_id into conn
  from log_queries x
  where x.customer_id = c and x.id = q and x.ended_at is null and x.heartbeat_at < now() - heartbeat_limit();
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  select o.role_arn, o.arn_hmac, o.external_id, o.role_id, o.external_id_id, o.account_id, o.verified_at, o.log_access,
    o.log_group_prefix, o.regions, o.verified_run_id, o.verification_mac into role_arn, arn_hmac, external_id, role_id, external_id_id,
    account_id, verified_at, log_access, log_group_prefix, regions, verified_run_id, verification_mac
  from open_connection_for_read(c, conn, in_sandbox) o;
end $$;
grant execute on function open_connection_for_stop(uuid, uuid, boolean) to sp_worker;

-- Sets the bytes above which a query must be confirmed, or removes the threshold with null.
create or replace function set_query_threshold(c uuid, who uuid, conn uuid, most bigint) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  if not exists (select from connections k where k.customer_id = c and k.id = conn and k.status <> 'removed') then
    raise 'not found' using errcode = 'P0002';
  end if;
  if most is null then
    delete from query_thresholds where customer_id = c and connection_id = conn;
  else
    insert into query_thresholds values (c, conn, most)
    on conflict on constraint query_thresholds_pk do update set bytes = excluded.bytes;
  end if;
end $$;
grant execute on function set_query_threshold(uuid, uuid, uuid, bigint) to sp_app;

-- A customer may have 500 saved queries. The lock makes two that are saved at the same time count each other.
create or replace function before_saved_query_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if session_user = 'sp_app' and new.user_id is distinct from nullif(current_setting('app.user_id', true), '')::uuid then
    raise 'a saved query belongs to the person who saves it' using errcode = '42501', constraint = 'saved_query_person';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('saved_queries' || new.customer_id, 0));
  if (select count(*) from saved_queries where customer_id = new.customer_id) >= 500 then
    raise 'too many saved queries' using errcode = '23514', constraint = 'too_many_saved_queries';
  end if;
  return new;
end $$;
create or replace trigger before_insert before insert on saved_queries for each row execute function before_saved_query_insert();

-- A saved query is changed by its author. An owner may also change a shared one of a colleague, but can't take it from the others.
-- The revision counts the changes. When the author leaves, the foreign key changes the row, in the name of the owner who removes them.
create or replace function before_saved_query_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  who uuid := nullif(current_setting('app.user_id', true), '')::uuid;
begin
  if session_user = 'sp_app' and new.user_id is not distinct from old.user_id and old.user_id is distinct from who
    and not (
      old.shared
      and new.shared
      and exists (select from memberships m where m.customer_id = old.customer_id and m.user_id = who and m.role = 'owner')
    )
  then
    raise 'a saved query belongs to the person who saved it' using errcode = '42501', constraint = 'saved_query_person';
  end if;
  new.revision := old.revision + 1;
  return new;
end $$;
create or replace trigger before_update before update on saved_queries for each row execute function before_saved_query_update();

-- A query that is not shared is deleted with its author.
create or replace function after_saved_query_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.user_id is null and not new.shared then
    delete from saved_queries where customer_id = new.customer_id and id = new.id;
  end if;
  return null;
end $$;
create or replace trigger after_update after update on saved_queries for each row execute function after_saved_query_update();

-- Deletes the history of the transaction's person: their queries that have ended. One that AWS may still run stays for its 60 minutes,
-- because the notice about it is for everybody of the customer. The usage stays too. Returns how many were deleted.
create or replace function delete_query_history(c uuid) returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  deleted int;
begin
  perform assert_tenant(c);
  delete from log_queries
  where customer_id = c and user_id = nullif(current_setting('app.user_id', true), '')::uuid and ended_at is not null
    and not (state = 'not-stopped' and started_at >= now() - interval '60 minutes');
  get diagnostics deleted = row_count;
  return deleted;
end $$;
grant execute on function delete_query_history(uuid) to sp_app;

-- Deletes queries 30 days after their end, the sums for estimates after 30 days, and usage after 13 months, at most `most` rows of each.
-- Returns how many rows were deleted.
create or replace function prune_queries(most int) returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  queries int;
  days int;
  sums int;
begin
  if coalesce(most not between 1 and 5000, true) then
    raise 'rows out of range' using errcode = '22023';
  end if;
  delete from log_queries
  where (customer_id, id) in (select x.customer_id, x.id from log_queries x where x.ended_at < now() - interval '30 days' limit most);
  get diagnostics queries = row_count;
  delete from log_usage_daily
  where ctid in (select x.ctid from log_usage_daily x where x.day < (now() at time zone 'UTC' - interval '13 months')::date limit most);
  get diagnostics days = row_count;
  delete from log_scan_sums
  where ctid in (select x.ctid from log_scan_sums x where x.day < (now() at time zone 'UTC' - interval '30 days')::date limit most);
  get diagnostics sums = row_count;
  return queries + days + sums;
end $$;
grant execute on function prune_queries(int) to sp_worker;
