-- Which key indexes role ARNs (ARN_INDEX_KEY), and the change to another one while the portal runs.

-- The fingerprints of the key that indexes new ARNs, and of the one before it while ARNs are still indexed with that. The first
-- process of a new database decides. The lock lasts until the end of the transaction, so no ARN is stored with a key that was
-- replaced meanwhile.
create or replace function arn_index_key(newest text, out current_key text, out previous_key text)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  select k.current_key, k.previous_key into current_key, previous_key from arn_index_keys k for share;
  if not found then
    insert into arn_index_keys (current_key) values (newest) on conflict do nothing;
    select k.current_key, k.previous_key into current_key, previous_key from arn_index_keys k for share;
  end if;
end $$;
grant execute on function arn_index_key(text) to sp_app, sp_staff, sp_worker;

-- Makes another key index new ARNs. Until all are indexed with it (finish_arn_index), no third key is possible.
create or replace function start_arn_index(becomes text) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform arn_index_key(becomes);
  -- First the lock, then the time: every run that began with the old key began before it.
  perform from arn_index_keys for update;
  update arn_index_keys
  set previous_key = current_key, current_key = becomes, rotated_at = clock_timestamp()
  where current_key <> becomes and previous_key is null;
  if not found and not exists (select from arn_index_keys where current_key = becomes) then
    raise 'another key is being replaced' using errcode = '23514', constraint = 'arn_index_rotation';
  end if;
end $$;

-- Indexes the ARN of a connection with another key: in the connection, in the run that verified it, and in other runs of the last
-- day. `macs` are the signatures of the runs, since these cover the index. Returns false and changes nothing if the connection was
-- verified meanwhile or a run is open: the run began with the old index, and ends with it.
create or replace function reindex_role_arn(
  c uuid, conn uuid, was text, becomes text, verified uuid, mac text, macs jsonb
) returns boolean
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform
  from connections k
  where k.customer_id = c
    and k.id = conn
    and k.arn_hmac = was
    and k.verified_run_id is not distinct from verified
    and k.status <> 'removed'
  for update;
  if not found
    or exists (select from verification_runs r where r.customer_id = c and r.connection_id = conn and r.finished_at is null)
  then
    return false;
  end if;
  insert into reindexed_arns values (c, conn, was, becomes);
  update verification_runs r
  set arn_hmac = becomes, mac = m.mac
  from jsonb_to_recordset(macs) as m(id uuid, mac text)
  where r.customer_id = c and r.connection_id = conn and r.id = m.id and r.arn_hmac = was;
  update connections k
  set arn_hmac = becomes, arn_hmac_before = was, verification_mac = reindex_role_arn.mac
  where k.customer_id = c and k.id = conn;
  delete from reindexed_arns where customer_id = c and connection_id = conn;
  return true;
end $$;

-- What still needs the previous key: submissions of the last hour, and runs that began before the change.
create or replace function arn_index_unfinished(out pending bigint, out running bigint)
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select
    (
      select count(*)
      from pending_role_arns p, arn_index_keys k
      where p.expires_at > now() and p.expires_at <= k.rotated_at + interval '1 hour'
    ),
    (
      select count(*)
      from verification_runs r, arn_index_keys k
      where r.finished_at is null and r.lease_until > now() and r.started_at <= k.rotated_at
    )
$$;

-- Forgets the old index of at most `most` connections. Returns how many; with 0 the change is finished. The caller has made sure that
-- every ARN has the new index.
create or replace function finish_arn_index(most int) returns int
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare
  forgotten int;
begin
  with page as (
    select customer_id, id
    from connections
    where arn_hmac_before is not null and status <> 'removed'
    limit most
    for update
  )
  update connections k set arn_hmac_before = null from page s where (k.customer_id, k.id) = (s.customer_id, s.id);
  get diagnostics forgotten = row_count;
  if forgotten = 0 and not exists (select from connections where arn_hmac_before is not null and status <> 'removed') then
    update arn_index_keys set previous_key = null, rotated_at = null;
  end if;
  return forgotten;
end $$;
