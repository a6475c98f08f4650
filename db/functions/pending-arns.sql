-- Role ARNs of submissions that are being verified.

-- A connection has at most one pending role ARN, for one hour, which the caller can't choose.
create or replace function before_pending_role_arn_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  -- The caller can't see an expired row, so an upsert over it would fail with 42501.
  perform assert_tenant(new.customer_id);
  delete from pending_role_arns where customer_id = new.customer_id and connection_id = new.connection_id;
  new.expires_at := now() + interval '1 hour';
  return new;
end $$;
create or replace trigger before_insert before insert on pending_role_arns for each row execute function before_pending_role_arn_insert();

-- Deletes expired pending role ARNs. Returns how many there were.
create or replace function delete_expired_role_arns() returns bigint
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with d as (delete from pending_role_arns where expires_at <= now() returning 1) select count(*) from d
$$;
grant execute on function delete_expired_role_arns() to sp_worker;
