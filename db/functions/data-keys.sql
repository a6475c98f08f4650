-- Which keys of DATA_KEYS have sealed the stored role ARNs.

-- Whether a stored role ARN is sealed with the key of this ID. It reads all connections if none is, so it is only for a key that
-- does not open its canary or has none.
create or replace function is_data_key_in_use(key text) returns boolean
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select
    exists (select from connections k where split_part(k.role_arn, '.', 2) = key and k.status <> 'removed')
      or exists (select from pending_role_arns p where split_part(p.role_arn, '.', 2) = key and p.expires_at > now())
$$;
grant execute on function is_data_key_in_use(text) to sp_staff, sp_worker;

-- Stores the canary of the key that seals new ARNs. Returns false, and changes nothing, if an ARN is sealed with a key of this ID
-- already: that key could be another one.
create or replace function store_data_key_canary(key text, canary text) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if is_data_key_in_use(key) then
    return false;
  end if;
  insert into data_key_canaries (key_id, sealed) values (key, canary)
  on conflict (key_id) do update set sealed = canary;
  return true;
end $$;
grant execute on function store_data_key_canary(text, text) to sp_staff, sp_worker;

-- Deletes the canaries of keys that no ARN is sealed with, except the one that seals new ARNs. For sp_owner, after a rotation.
create or replace function forget_unused_data_keys(newest text) returns void
  language sql
  set search_path = pg_catalog, public, pg_temp as $$
  delete from data_key_canaries c where c.key_id <> newest and not is_data_key_in_use(c.key_id)
$$;
