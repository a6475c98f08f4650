-- Functions that table definitions call. They are applied before the migrations.

-- A new function of sp_owner may not be called by PUBLIC. Each is granted by name.
alter default privileges revoke execute on functions from public;

-- A UUID of version 7: their order is the order of creation. Postgres has uuidv7() only from version 18 on.
create or replace function new_id() returns uuid
  language sql parallel safe
  set search_path = pg_catalog, public, pg_temp as $$
  select encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid()) placing substring(
            int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3
          )
          from 1 for 6
        ),
        52, 1
      ),
      53, 1
    ),
    'hex'
  )::uuid
$$;
grant execute on function new_id() to sp_app, sp_staff, sp_worker, sp_signin;

-- Whether an audit row or a job contains only IDs, words and small numbers, no ARN, address or name. A SHA-256, an AWS
-- Region, the name of one of our role sessions and a role's ID name only themselves, so they are allowed too. An External ID
-- is not: it has hyphens where a session's name has none.
create or replace function only_safe_values(j jsonb) returns boolean
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select jsonb_typeof(j) = 'object'
    and not exists (
      select from jsonb_each_text(j)
      where key !~ '^[a-z][A-Za-z_]{0,39}$'
        or value !~ '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z][a-z_-]{0,39}|[0-9]{1,9}|[0-9a-f]{64}|[a-z]{2}(-[a-z]+)+-[0-9]{1,2}|sp-[a-z2-7]{20}|AROA[A-Z0-9]{12,28})$'
    )
$$;

-- The budget that an event of a customer's person counts against, or null. Every act of a person writes an audit row, so the
-- audit is the counter: it can't be changed, and the head of a chain is locked before it is read, so two acts at the same time
-- are counted one after the other. An act that stops, ends or removes something has no budget and needs none: each undoes one
-- act that had one.
create or replace function action_of(ev text, attributes jsonb) returns text
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select case
    when ev in ('connection.started', 'rotation.started') then 'external_ids'
    when ev = 'run.started' then 'verifications'
    when ev in ('logs.opened', 'logs.tailed', 'query.started') then 'role_sessions'
    when ev in ('connection.removed', 'connection.disabled', 'submission.expired', 'search.removed', 'query.removed') then null
    when ev in ('rotation.canceled', 'rotation.switched', 'rotation.retired', 'run.closed', 'logs.answered') then null
    when ev in ('member.removed', 'invitation.revoked', 'invitation.accepted', 'support.ended', 'sessions.ended') then null
    when ev = 'member.changed' and attributes->>'role' = 'member' then null
    else 'changes'
  end
$$;
