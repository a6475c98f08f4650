-- Functions that table definitions call. The rest of the functions follow the tables.
-- From here on a new function of sp_owner is closed to PUBLIC; rights are given by name.
alter default privileges revoke execute on functions from public;

-- uuid of version 7: its order is the order of creation. uuidv7() is only in Postgres 18.
create function new_id() returns uuid language sql volatile parallel safe set search_path = pg_catalog as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid $$;

-- What may stand in an audit row or a job: ids, words and small numbers. An ARN, an address or a name cannot.
create function ids_only(j jsonb) returns boolean language sql immutable set search_path = pg_catalog as $$
  select jsonb_typeof(j) = 'object' and not exists (select from jsonb_each_text(j)
    where key !~ '^[a-z][A-Za-z_]{0,39}$' or value !~ '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z][a-z_-]{0,39}|[0-9]{1,9})$') $$;
