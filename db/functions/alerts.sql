-- Alerts for staff: raising them, noticing that their cause is gone, and what staff do about them. kernel/alerts/alert-rules.ts has the
-- text of each kind; a test compares the severities.

-- How severe a kind of alert is: 0 critical, 1 high, 2 medium, 3 low.
create or replace function alert_severity(alert_kind text) returns smallint
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select case
    when alert_kind in (
      'quarantined', 'our-credentials', 'wrong-identity', 'control-failed', 'forged-verification', 'audit-chain-broken',
      'too-many-refusals', 'many-expired', 'no-worker'
    ) then 0
    when alert_kind in (
      'account-connected-twice', 'role-connected-twice', 'own-account-submitted', 'worker-silent', 'mail-failing', 'checkpoint-missing'
    ) then 1
    when alert_kind = 'verification-expired' then 2
    else 3
  end::smallint
$$;

-- Whether only the portal resolves a kind of alert: it can verify that the cause is gone, so no person claims it.
create or replace function alert_ends_by_itself(alert_kind text) returns boolean
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select alert_kind in ('quarantined', 'control-failed', 'many-expired', 'no-worker', 'mail-failing', 'verification-expired')
$$;

-- The severity belongs to the kind, whatever raised the alert.
create or replace function before_alert_insert() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  new.severity := alert_severity(new.kind);
  return new;
end $$;
create or replace trigger before_insert before insert on alerts for each row execute function before_alert_insert();

-- Raises an alert, or counts one more match of the open one. There is one open alert for each kind, customer and connection. A match after
-- a quiet time is a new incident: nobody has acknowledged or snoozed it, and it is emailed again. The quiet time is an hour. For an alert
-- about a connection it is 25 hours, because the connection is verified every 12 hours and each verification repeats the match.
create or replace function match_alert(alert_kind text, c uuid, conn uuid) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare
  reopened uuid;
begin
  update alerts
  set acknowledged_at = null, acknowledged_by = null, snoozed_until = null, mailed_at = null, version = version + 1, times = times + 1,
    last_at = now()
  where kind = alert_kind
    and customer_id is not distinct from c
    and connection_id is not distinct from conn
    and resolved_at is null
    and last_at < now() - case when conn is null then interval '1 hour' else interval '25 hours' end
  returning id into reopened;
  if found then
    insert into alert_history (alert_id, what) values (reopened, 'reopened');
    return;
  end if;
  insert into alerts as a (kind, customer_id, connection_id)
  values (alert_kind, c, conn)
  on conflict (kind, customer_id, connection_id)
  where resolved_at is null do update set times = a.times + 1, last_at = now();
end $$;

-- Raises an alert about a connection.
create or replace function raise_alert(alert_kind text, c uuid, conn uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  perform match_alert(alert_kind, c, conn);
end $$;
grant execute on function raise_alert(text, uuid, uuid) to sp_app, sp_worker;

-- Raises an alert that concerns the partner itself: once, not once for each connection.
create or replace function raise_partner_alert(alert_kind text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if alert_kind not in ('control-failed', 'too-many-refusals') then
    raise 'no such alert' using errcode = '22023';
  end if;
  perform match_alert(alert_kind, null, null);
end $$;
grant execute on function raise_partner_alert(text) to sp_app, sp_worker;

-- Raises the alert that an audit chain is broken after so many intact events: about the customer whose chain it is, otherwise about the
-- partner. A break that was audited before raises none, since a broken chain stays broken; returns whether this one is new. Not part of
-- auditing it, because nothing can be appended to a chain whose stored end is wrong.
create or replace function raise_broken_chain(c text, intact bigint) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  owner uuid;
begin
  select k.id into owner from customers k where k.id::text = c;
  if exists (
    select from audit_events e
    where e.event in ('audit.verified', 'audit.broken')
      and e.attributes->>'events' = intact::text
      and case
        when e.attributes ? 'customer' then e.chain = 'partner' and e.attributes->>'customer' = c
        when e.attributes ? 'chain' then e.chain = 'partner' and e.attributes->>'chain' = encode(sha256(convert_to(c, 'UTF8')), 'hex')
        -- Release 0.1.0 wrote a finding in its chain as a verification with this result. Its findings about chains of no customer have the
        -- result too and do not name the chain, so they say nothing about the partner's.
        when e.event = 'audit.verified' then e.chain = c and e.attributes->>'result' = 'broken'
        else e.chain = c and not e.attributes ? 'result'
      end
  ) then
    return false;
  end if;
  perform match_alert('audit-chain-broken', owner, null);
  return true;
end $$;
grant execute on function raise_broken_chain(text, bigint) to sp_staff, sp_worker;

-- The alert of a quarantine begins and ends in the statement that changes the status, so it can't differ from it.
create or replace function after_quarantine_change() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.status = 'quarantined' then
    insert into alerts (kind, customer_id, connection_id, raised_at, last_at)
    values ('quarantined', new.customer_id, new.id, new.quarantined_at, new.quarantined_at)
    on conflict do nothing;
  else
    update alerts
    set resolved_at = now()
    where kind = 'quarantined' and customer_id = new.customer_id and connection_id = new.id and resolved_at is null;
  end if;
  return null;
end $$;
create or replace trigger after_quarantine_change after update of status on connections
  for each row when ((new.status = 'quarantined') <> (old.status = 'quarantined'))
  execute function after_quarantine_change();

-- Whether workers are active, and whether one stopped without a word. Web calls this too, because a silent worker can't report itself.
-- A worker is silent two minutes after its last heartbeat, unless it ended normally. That no worker is active is an alert two minutes
-- after the last heartbeat of any, so a worker that is restarted raises none.
create or replace function watch_workers() returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  active int;
  ended int;
  silent int;
  noticed timestamptz;
begin
  if not pg_try_advisory_xact_lock(hashtext('sallyport.watch_workers')) then
    return;
  end if;
  select max(last_at) into noticed from alerts where kind = 'worker-silent';
  select count(*) filter (where h.beat_at > now() - interval '2 min' and h.ended_at is null),
    count(*) filter (where h.beat_at > now() - interval '2 min' and h.ended_at is not null),
    count(*) filter (
      where h.beat_at <= now() - interval '2 min'
        and h.ended_at is null
        and h.beat_at + interval '2 min' > coalesce(noticed, '-infinity')
    )
  into active, ended, silent
  from worker_heartbeats h;
  if active = 0 then
    if ended = 0 then
      insert into alerts (kind) values ('no-worker') on conflict do nothing;
    end if;
    return;
  end if;
  update alerts set resolved_at = now() where kind = 'no-worker' and resolved_at is null;
  if silent > 0 then
    perform match_alert('worker-silent', null, null);
  elsif not exists (select from worker_heartbeats h where h.beat_at <= now() - interval '2 min' and h.ended_at is null) then
    update alerts set resolved_at = now() where kind = 'worker-silent' and resolved_at is null;
  end if;
end $$;
grant execute on function watch_workers() to sp_staff, sp_worker;

-- Raises alerts about what is so now and resolves those whose cause is gone. The worker calls it every minute; with several workers one
-- at a time does it, and repeating it changes nothing. It reads what an index finds: expired connections, failed emails, open alerts.
create or replace function watch_alerts() returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform watch_workers();
  if not pg_try_advisory_xact_lock(hashtext('sallyport.watch_alerts')) then
    return;
  end if;
  perform watch_expired();
  perform watch_mail();
  perform watch_checkpoints();
  -- The newest canary check passed, after the last one that failed.
  update alerts a
  set resolved_at = now()
  from (
    select r.control, r.finished_at
    from verification_runs r
    where r.finished_at is not null and r.control is not null
    order by r.finished_at desc
    limit 1
  ) n
  where a.kind = 'control-failed' and a.resolved_at is null and n.control in ('ok', 'not-configured') and n.finished_at > a.last_at;
  -- AWS answered about this connection's role since it rejected the portal's credentials.
  update alerts a
  set resolved_at = now()
  where a.kind = 'our-credentials'
    and a.resolved_at is null
    and exists (
      select from verification_runs r
      where r.customer_id = a.customer_id
        and r.connection_id = a.connection_id
        and r.finished_at > a.last_at
        and r.verdict in ('secure', 'not-secure', 'access-denied')
    );
  -- No other customer has a connection to the account any more.
  update alerts a
  set resolved_at = now()
  where a.kind = 'account-connected-twice'
    and a.resolved_at is null
    and not exists (
      select from connections k
      join connections o on o.account_id = k.account_id and o.customer_id <> k.customer_id
      where k.customer_id = a.customer_id
        and k.id = a.connection_id
        and k.status <> 'removed'
        and o.status <> 'removed'
        and o.verified_at is not null
        and o.claim_ended_at is null
    );
  delete from alerts where id in (select id from alerts where resolved_at < now() - interval '400 days' limit 1000);
  delete from alert_mails where queued_at < now() - interval '7 days';
end $$;
grant execute on function watch_alerts() to sp_worker;

-- Connections in use whose last verification is older than 24 hours, at most 5,000. Those of suspended customers don't count.
create or replace function expired_connections() returns table (customer_id uuid, id uuid)
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select k.customer_id, k.id
  from connections k
  join customers c on c.id = k.customer_id
  where c.suspended_at is null
    and (
      k.status = 'expired'
      or k.status = 'connected' and coalesce(k.verified_at, '-infinity'::timestamptz) <= now() - interval '24 h'
    )
  limit 5000
$$;

-- One alert for each customer with expired verifications. If more than 20, and at least 5 % of all connections in use, have expired, it
-- is one alert for all of them: the cause is then most likely the portal, and a thousand alerts would hide it.
create or replace function watch_expired() returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  expired int;
  in_use bigint;
begin
  select count(*) into expired from expired_connections();
  select coalesce(sum(n.connections), 0) into in_use from connection_counts n where n.status in ('connected', 'expired', 'access_denied');
  if expired > 20 and expired >= least(5000, in_use / 20) then
    insert into alerts (kind) values ('many-expired') on conflict do nothing;
    return;
  end if;
  update alerts set resolved_at = now() where kind = 'many-expired' and resolved_at is null;
  insert into alerts (kind, customer_id)
  select distinct 'verification-expired', e.customer_id
  from expired_connections() e
  on conflict do nothing;
  update alerts a
  set resolved_at = now()
  where a.kind = 'verification-expired'
    and a.resolved_at is null
    and not exists (select from expired_connections() e where e.customer_id = a.customer_id);
end $$;

-- One alert for each customer to whose people an email failed permanently or at least three times, and one for the partner's staff.
create or replace function watch_mail() returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into alerts (kind, customer_id)
  select distinct 'mail-failing', f.customer_id
  from failing_mails() f
  on conflict do nothing;
  update alerts a
  set resolved_at = now()
  where a.kind = 'mail-failing'
    and a.resolved_at is null
    and not exists (select from failing_mails() f where f.customer_id is not distinct from a.customer_id);
end $$;

-- Emails that failed permanently and were not retried, or failed at least three times, with the customer they are about.
create or replace function failing_mails() returns table (customer_id uuid)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select (j.data->>'customer')::uuid
  from pgboss.job j
  where j.name = 'failed-jobs' and j.state = 'created' and j.source_name like 'mail-%'
  union all
  select (j.data->>'customer')::uuid
  from pgboss.job j
  where j.name in (select q.name from pgboss.queue q where q.name like 'mail-%') and j.state = 'retry' and j.retry_count >= 3
$$;

-- Raises or resolves the alert that a checkpoint is missing. Checkpoints are written every minute while there are new events.
-- They are missing when an event that is more than an hour old is newer than the newest of them. Without AUDIT_KEY there are
-- none, and no alert. After a person resolved the alert, because AUDIT_KEY was removed, it is not raised again before another
-- checkpoint was written.
create or replace function watch_checkpoints() returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  newest timestamptz;
begin
  select max(made_at) into newest from audit_checkpoints;
  if exists (select from audit_events e where e.at > newest and e.at < now() - interval '1 hour') then
    insert into alerts (kind)
    select 'checkpoint-missing'
    where not exists (
      select from alerts a where a.kind = 'checkpoint-missing' and a.resolved_at > newest and a.resolved_by is not null
    )
    on conflict do nothing;
  else
    update alerts set resolved_at = now() where kind = 'checkpoint-missing' and resolved_at is null;
  end if;
end $$;

-- Finds an open alert for a person who saw this version of it, and counts the change.
create or replace function take_alert(a uuid, seen int) returns alerts
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare
  found_alert alerts;
begin
  select * into found_alert from alerts where id = a for no key update;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  if found_alert.resolved_at is not null or found_alert.version <> seen then
    raise 'changed meanwhile' using errcode = '23514', constraint = 'alert_changed';
  end if;
  update alerts set version = version + 1 where id = a;
  return found_alert;
end $$;

-- Says that this person looks after an alert.
create or replace function acknowledge_alert(who uuid, a uuid, seen int) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{support,operator,admin}');
  perform take_alert(a, seen);
  update alerts set acknowledged_at = now(), acknowledged_by = who where id = a;
  insert into alert_history (alert_id, what, user_id) values (a, 'acknowledged', who);
  perform write_audit('partner', 'alert.acknowledged', 'staff:' || who, jsonb_build_object('alert', a));
end $$;
grant execute on function acknowledge_alert(uuid, uuid, int) to sp_staff;

-- Hides an alert from the open ones for some hours; 0 shows it again.
create or replace function snooze_alert(who uuid, a uuid, seen int, hours int) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  ends timestamptz;
begin
  perform assert_staff(who, '{operator,admin}');
  if coalesce(hours not in (0, 1, 4, 24, 168), true) then
    raise 'hours out of range' using errcode = '22023';
  end if;
  perform take_alert(a, seen);
  ends := case when hours > 0 then now() + hours * interval '1 hour' end;
  update alerts set snoozed_until = ends where id = a;
  insert into alert_history (alert_id, what, user_id, until_at)
  values (a, case when hours > 0 then 'snoozed' else 'woken' end, who, ends);
  perform write_audit('partner', 'alert.snoozed', 'staff:' || who, jsonb_build_object('alert', a, 'hours', hours));
end $$;
grant execute on function snooze_alert(uuid, uuid, int, int) to sp_staff;

-- Resolves an alert with a note that says why. Alerts whose end the portal verifies itself can't be resolved by a person.
create or replace function resolve_alert_with_note(who uuid, a uuid, seen int, remark text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  taken alerts;
begin
  perform assert_staff(who, '{operator,admin}');
  if coalesce(btrim(remark) = '', true) then
    raise 'a note is needed' using errcode = '23514', constraint = 'alert_history_note';
  end if;
  taken := take_alert(a, seen);
  if alert_ends_by_itself(taken.kind) then
    raise 'the portal resolves it' using errcode = '23514', constraint = 'alert_ends_by_itself';
  end if;
  update alerts set resolved_at = now(), resolved_by = who where id = a;
  insert into alert_history (alert_id, what, user_id, note) values (a, 'resolved', who, btrim(remark));
  perform write_audit('partner', 'alert.resolved', 'staff:' || who, jsonb_build_object('alert', a));
end $$;
grant execute on function resolve_alert_with_note(uuid, uuid, int, text) to sp_staff;

-- Resolves an alert without a note. Only processes of the release before call it.
create or replace function resolve_alert(who uuid, a uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{operator,admin}');
  update alerts
  set resolved_at = now(), resolved_by = who, version = version + 1
  where id = a and resolved_at is null and not alert_ends_by_itself(kind);
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit('partner', 'alert.resolved', 'staff:' || who, jsonb_build_object('alert', a));
end $$;
grant execute on function resolve_alert(uuid, uuid) to sp_staff;
