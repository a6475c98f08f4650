-- Role ARNs of submissions that are being verified.

-- A connection has at most one pending role ARN, for one hour, which the caller can't choose.
create or replace function candidate_made() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  -- The caller can't see an expired row, so an upsert over it would fail with 42501.
  perform must_be_own(new.customer_id);
  delete from candidates where customer_id = new.customer_id and connection_id = new.connection_id;
  new.expires_at := now() + interval '1 hour';
  return new;
end $$;
create or replace trigger made before insert on candidates for each row execute function candidate_made();

-- Deletes expired pending role ARNs. Returns how many there were.
create or replace function purge_candidates() returns bigint
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with d as (delete from candidates where expires_at <= now() returning 1) select count(*) from d
$$;
grant execute on function purge_candidates() to sp_worker;
