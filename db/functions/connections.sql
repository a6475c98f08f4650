-- What a connection may become. Only a verification makes it `connected`.

-- Every change of a connection's status that exists. `connected` also needs a verification (before_connection_update).
create or replace function is_status_change_allowed(from_status text, to_status text) returns boolean
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select (from_status, to_status) in (
    ('draft', 'verifying'), ('draft', 'connected'), ('draft', 'removed'), ('verifying', 'draft'), ('verifying', 'connected'),
    ('verifying', 'removed'), ('connected', 'expired'), ('connected', 'access_denied'), ('connected', 'quarantined'),
    ('connected', 'disabled'), ('connected', 'removed'), ('expired', 'connected'), ('expired', 'access_denied'),
    ('expired', 'quarantined'), ('expired', 'disabled'), ('expired', 'removed'), ('access_denied', 'connected'),
    ('access_denied', 'quarantined'), ('access_denied', 'disabled'), ('access_denied', 'removed'), ('quarantined', 'connected'),
    ('quarantined', 'disabled'), ('quarantined', 'removed'), ('disabled', 'connected'), ('disabled', 'quarantined'),
    ('disabled', 'removed')
  )
$$;

-- Whether a run verifies a connection: it is secure, was closed at most 15 minutes ago, is the newest run with a result, and
-- has the connection's External ID (which must be current), ARN, account and role. From seven days after a rotation on, AWS
-- must also have denied the previous External ID.
create or replace function is_verified_by(r verification_runs, k connections) returns boolean
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(
    r.verdict = 'secure'
      and r.finished_at >= now() - interval '15 min'
      and (
        r.customer_id, r.connection_id, r.external_id_id, r.arn_hmac, r.account_id, r.role_id
      ) is not distinct from (k.customer_id, k.id, k.external_id_id, k.arn_hmac, k.account_id, k.role_id)
      and not exists (
        select from verification_runs n
        where n.customer_id = r.customer_id
          and n.connection_id = r.connection_id
          and n.started_at > r.started_at
          and n.verdict in ('secure', 'not-secure', 'access-denied')
      )
      and exists (
        select from external_ids e
        where e.customer_id = k.customer_id and e.connection_id = k.id and e.id = k.external_id_id and e.state = 'current'
      )
      and not exists (
        select from external_ids e
        where e.customer_id = k.customer_id
          and e.connection_id = k.id
          and e.state = 'retiring'
          and e.state_at < now() - interval '7 days'
          and not exists (
            select from verification_probes p
            where p.customer_id = r.customer_id and p.run_id = r.id and p.name = 'retiring' and p.got = 'denied'
          )
      ),
        false
  )
$$;

-- Creates the External ID of a new connection, which is always a draft. The people of a customer may have twenty unfinished
-- connections; two created at the same time are counted one after the other.
create or replace function before_connection_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(new.customer_id);
  if new.status <> 'draft'
    or num_nonnulls(
      new.role_arn, new.arn_hmac, new.account_id, new.role_id, new.verified_run_id, new.verified_at, new.external_id_id,
      new.removed_at
    ) > 0
  then
    raise 'a connection starts as a draft' using errcode = '23514', constraint = 'starts_as_draft';
  end if;
  if session_user = 'sp_app' then
    perform from customers where id = new.customer_id for no key update;
    if (select count(*) from connections where customer_id = new.customer_id and status in ('draft', 'verifying')) >= 20 then
      raise 'too many drafts' using errcode = '23514', constraint = 'too_many_drafts';
    end if;
  end if;
  insert into external_ids (customer_id, connection_id) values (new.customer_id, new.id) returning id into new.external_id_id;
  return new;
end $$;
create or replace trigger before_insert before insert on connections for each row execute function before_connection_insert();

-- Checks every change of a connection. A verification also renews the connection's claim on its role, unless another connection
-- has it (`one_live_arn`).
create or replace function before_connection_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  r verification_runs;
begin
  if (new.customer_id, new.id, new.created_at) is distinct from (old.customer_id, old.id, old.created_at)
    or old.status = 'removed'
  then
    raise 'connection is fixed' using errcode = '23001';
  end if;
  if new.role_arn is distinct from old.role_arn
    and (to_jsonb(new) - 'role_arn') = (to_jsonb(old) - 'role_arn')
    and exists (
      select from reseals x where x.customer_id = new.customer_id and x.connection_id = new.id and x.sealed = new.role_arn
    )
  then
    return new;
  end if;
  if new.status <> old.status and not is_status_change_allowed(old.status, new.status) then
    raise 'connections: % -> % refused', old.status, new.status using errcode = '23514', constraint = 'status_move';
  end if;
  new.removed_at := case when new.status = 'removed' then now() end;
  if new.status = 'removed' then
    update external_ids
    set state = 'retired'
    where customer_id = new.customer_id and connection_id = new.id and state <> 'retired';
    delete from pending_role_arns where customer_id = new.customer_id and connection_id = new.id;
    new.role_arn := null;
    new.next_check_at := null;
    new.lease_until := null;
    new.lease_token := null;
    new.waiting_until := null;
    return new;
  end if;
  if new.status = 'connected' and old.status <> 'connected'
    or (
      new.role_arn, new.arn_hmac, new.account_id, new.role_id, new.external_id_id, new.verified_run_id, new.verified_at
    ) is distinct from (old.role_arn, old.arn_hmac, old.account_id, old.role_id, old.external_id_id, old.verified_run_id,
      old.verified_at)
  then
    select * into r from verification_runs where customer_id = new.customer_id and id = new.verified_run_id;
    if not is_verified_by(r, new) then
      raise 'no matching secure run' using errcode = '23514', constraint = 'not_verified';
    end if;
    if (new.arn_hmac, new.role_id) is distinct from (old.arn_hmac, old.role_id) then
      -- A new role, or one that was recreated: what its owner was offered to create it. A later change of the choice changes
      -- the offer, not the role.
      new.offered_template_version := r.template_version;
      new.offered_log_access := case when r.template_version is not null then old.log_access end;
    end if;
    new.verified_at := r.finished_at;
    new.denied_since := null;
    new.claim_ended_at := null;
    new.status := case when old.status = 'disabled' and new.status = 'disabled' then 'disabled' else 'connected' end;
  end if;
  if new.status <> 'verifying' then
    new.waiting_until := null;
  end if;
  if new.status <> 'disabled' then
    new.disabled_by := null;
  end if;
  return new;
end $$;
create or replace trigger before_update before update on connections for each row execute function before_connection_update();

-- Whether another customer has a connection to this account. It says only that, for raising an alert. A connection whose claim
-- has ended does not count.
create or replace function account_connected_elsewhere(c uuid, account text) returns boolean
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  return exists (
    select from connections k
    where k.account_id = account
      and k.customer_id <> c
      and k.verified_at is not null
      and k.status <> 'removed'
      and k.claim_ended_at is null
  );
end $$;
grant execute on function account_connected_elsewhere(uuid, text) to sp_app, sp_worker;
