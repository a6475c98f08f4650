-- Verification runs: opened open, closed once, `secure` only with every probe. Probes are added only while the run is open.

-- Failed submissions, which count against the budget: one for each ARN, and none for an ARN that was verified later.
create or replace function spent_submissions(c uuid, since interval) returns table (arn_hmac text, at timestamptz)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select r.arn_hmac, max(r.started_at)
  from verification_runs r
  where r.customer_id = c
    and r.reason = 'submit'
    and r.started_at > now() - since
    and (r.finished_at is null or r.verdict in ('access-denied', 'not-secure'))
    and not exists (
      select from verification_runs s
      where s.customer_id = c and s.arn_hmac = r.arn_hmac and s.verdict = 'secure' and s.started_at > r.started_at
    )
  group by r.arn_hmac
$$;

-- How many submissions are left, and when the next one is possible if none is. The budget is 10 in ten minutes and 50 in a day.
create or replace function submissions_left(c uuid, out in_ten_minutes int, out in_day int, out next_at timestamptz)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  select greatest(0, 10 - count(*)) into in_ten_minutes from spent_submissions(c, '10 min');
  select greatest(0, 50 - count(*)) into in_day from spent_submissions(c, '1 day');
  if in_ten_minutes = 0 then
    select at + interval '10 min' into next_at from spent_submissions(c, '10 min') order by at desc offset 9 limit 1;
  end if;
  if in_day = 0 then
    select greatest(next_at, at + interval '1 day') into next_at
    from spent_submissions(c, '1 day')
    order by at desc
    offset 49
    limit 1;
  end if;
end $$;
grant execute on function submissions_left(uuid) to sp_app;

-- The newest verifications that people of this customer requested in the last ten minutes, at most 60. The worker's own do not
-- count.
create or replace function checks_of(c uuid) returns setof timestamptz
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select r.started_at
  from verification_runs r
  where r.customer_id = c and r.reason <> 'submit' and r.requested_by is not null and r.started_at > now() - interval '10 min'
  order by r.started_at desc
  limit 60
$$;

-- When a person may request the next verification, or null if one is possible now.
create or replace function checks_free_at(c uuid) returns timestamptz
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  return (select min(at) + interval '10 min' from checks_of(c) at having count(*) >= 60);
end $$;
grant execute on function checks_free_at(uuid) to sp_app;

-- Checks a new run. The database, not the caller, records who requested it. A run other than a submission must be of the
-- connection's own role, so that a submission can't pass as one; such runs have a budget of their own.
create or replace function before_run_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if num_nonnulls(
    new.finished_at, new.verdict, new.account_id, new.role_id, new.control, new.outcome_reason, new.log_checks, new.probes_sha256,
    new.probes_deleted_at, new.probe_summary
  ) > 0
  then
    raise 'a run starts open' using errcode = '23514', constraint = 'starts_open';
  end if;
  new.started_at := clock_timestamp();
  new.lease_until := least(new.lease_until, now() + interval '10 min');
  -- Row security refuses the row of another customer.
  if not is_tenant(new.customer_id) then
    return new;
  end if;
  if not exists (
    select from external_ids e
    where e.customer_id = new.customer_id
      and e.connection_id = new.connection_id
      and e.id = new.external_id_id
      and e.state in ('current', 'pending')
  )
  then
    raise 'a run is of the current or the pending ID' using errcode = '23514', constraint = 'run_of_live_id';
  end if;
  if session_user = 'sp_app' then
    new.requested_by := nullif(current_setting('app.user_id', true), '')::uuid;
  end if;
  if new.reason <> 'submit'
    and session_user in ('sp_app', 'sp_worker')
    and not exists (
      select from connections k
      where k.customer_id = new.customer_id and k.id = new.connection_id and k.arn_hmac = new.arn_hmac
      -- Waits for a transaction that indexes this ARN with another key, so that the run is not of the old index.
      for key share
    )
  then
    raise 'a check is of the connected role' using errcode = '23514', constraint = 'run_of_own_role';
  end if;
  if new.reason = 'submit' then
    -- Two submissions at the same time are counted one after the other.
    perform from customers where id = new.customer_id for no key update;
    if (select count(*) from spent_submissions(new.customer_id, '10 min') s where s.arn_hmac <> new.arn_hmac) >= 10
      or (select count(*) from spent_submissions(new.customer_id, '1 day') s where s.arn_hmac <> new.arn_hmac) >= 50
    then
      raise 'too many submissions' using errcode = '23514', constraint = 'budget';
    end if;
  elsif session_user = 'sp_app' then
    perform from customers where id = new.customer_id for no key update;
    if (select count(*) from checks_of(new.customer_id)) >= 60 then
      raise 'too many checks' using errcode = '23514', constraint = 'check_budget';
    end if;
  end if;
  -- A run whose process died must not block its connection.
  update verification_runs
  set verdict = 'lost'
  where customer_id = new.customer_id and connection_id = new.connection_id and finished_at is null and lease_until <= now();
  return new;
end $$;
create or replace trigger before_insert before insert on verification_runs for each row execute function before_run_insert();

-- Checks the closing of a run. Its MAC is stored once, after the closing, because it covers the time that the closing sets. That
-- its probes were deleted is stored once too, when none is left.
create or replace function before_run_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  free text[] = '{finished_at,verdict,account_id,role_id,lease_until,control,outcome_reason,retired_total,log_checks,planned,session_name,sts_region}';
begin
  if old.finished_at is not null
    and old.mac is null
    and new.mac is not null
    and (to_jsonb(new) - '{mac,probes_sha256}'::text[]) = (to_jsonb(old) - '{mac,probes_sha256}'::text[])
  then
    return new;
  end if;
  if old.finished_at is not null
    and new.arn_hmac <> old.arn_hmac
    and (to_jsonb(new) - '{arn_hmac,mac}'::text[]) = (to_jsonb(old) - '{arn_hmac,mac}'::text[])
    and exists (
      select from reindexed_arns x
      where x.customer_id = new.customer_id
        and x.connection_id = new.connection_id
        and (x.was, x.becomes) = (old.arn_hmac, new.arn_hmac)
    )
  then
    return new;
  end if;
  if old.finished_at is not null
    and old.probes_deleted_at is null
    and new.probes_deleted_at is not null
    and (to_jsonb(new) - '{probes_deleted_at,probe_summary}'::text[]) = (to_jsonb(old) - '{probes_deleted_at,probe_summary}'::text[])
    and not exists (select from verification_probes p where p.customer_id = new.customer_id and p.run_id = new.id)
  then
    new.probes_deleted_at := now();
    return new;
  end if;
  if old.finished_at is not null or (to_jsonb(new) - free) <> (to_jsonb(old) - free) then
    raise 'a run is closed once' using errcode = '23001';
  end if;
  new.lease_until := least(new.lease_until, now() + interval '10 min');
  if new.verdict = 'lost' and old.lease_until > now() then
    raise 'lease is alive' using errcode = '23514', constraint = 'lease_alive';
  end if;
  if new.verdict is not null then
    new.finished_at := clock_timestamp();
  end if;
  if new.verdict not in ('not-secure', 'lost')
    and exists (
      select from verification_probes p
      where p.customer_id = new.customer_id and p.run_id = new.id and p.expected = 'denied' and p.got = 'allowed'
    )
  then
    raise 'a negative was granted' using errcode = '23514', constraint = 'negative_allowed';
  end if;
  if new.verdict = 'secure'
    and (
      (
        select count(*)
        from verification_probes p
        where p.customer_id = new.customer_id and p.run_id = new.id and p.name = 'right' and p.got = 'allowed'
      ) < 2
        or exists (
          select from unnest('{none,doubled,upper,near-miss,random}'::text[]) want
          where not exists (
            select from verification_probes p
            where p.customer_id = new.customer_id
              and p.run_id = new.id
              and p.name = want
              and p.got = 'denied'
              and p.code = 'AccessDenied'
              and p.request_id <> ''
          )
        )
        or exists (
          select from verification_probes p
          where p.customer_id = new.customer_id and p.run_id = new.id and p.expected <> 'either' and p.got <> p.expected
        )
    )
  then
    raise 'probes do not carry this verdict' using errcode = '23514', constraint = 'probes_missing';
  end if;
  return new;
end $$;
create or replace trigger before_update before update on verification_runs for each row execute function before_run_update();

-- Closes the runs of all customers whose process died. A new run of a connection also closes that connection's.
create or replace function close_lost_runs() returns bigint
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with l as (update verification_runs set verdict = 'lost' where finished_at is null and lease_until <= now() returning 1)
  select count(*)
  from l
$$;
grant execute on function close_lost_runs() to sp_worker;
