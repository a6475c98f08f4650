-- Counts by hour and by day for the overview of staff. The worker calls these functions again and again; each does one step in one
-- transaction, and repeating a step changes nothing. Hours and days are in UTC.

-- Counts the verifications of the next hours, at most `most`. The current hour and the one before are counted every time, because
-- a run has the time of its last statement and is visible only after its commit. Returns how many hours were counted.
create or replace function count_verifications(most int) returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  p retention_progress;
  first timestamptz;
  next timestamptz;
begin
  if coalesce(most not between 1 and 1000, true) then
    raise 'hours out of range' using errcode = '22023';
  end if;
  select * into p from take_retention('verifications');
  if not found then
    return 0;
  end if;
  first := greatest(
    p.reached,
    coalesce(
      (select date_trunc('hour', r.finished_at, 'UTC') from verification_runs r where r.finished_at is not null order by r.finished_at limit 1),
      date_trunc('hour', now(), 'UTC')
    )
  );
  next := least(first + most * interval '1 hour', date_trunc('hour', now(), 'UTC') + interval '1 hour');
  insert into verifications_hourly as v (hour, verdict, region, runs, calls)
  select date_trunc('hour', r.finished_at, 'UTC'), r.verdict, coalesce(r.sts_region, ''), count(*), coalesce(sum(r.planned), 0)
  from verification_runs r
  where r.finished_at >= first and r.finished_at < next
  group by 1, 2, 3
  on conflict on constraint verifications_hourly_pk do update set runs = excluded.runs, calls = excluded.calls
  where (v.runs, v.calls) <> (excluded.runs, excluded.calls);
  update retention_progress
  set reached = least(next, date_trunc('hour', now(), 'UTC') - interval '1 hour')
  where task = 'verifications';
  return extract(epoch from next - first) / 3600;
end $$;
grant execute on function count_verifications(int) to sp_worker;

-- Counts all connections for today, and then pauses for nine minutes, however many workers there are. The last count of a day stays.
create or replace function count_connections() returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  today date := (now() at time zone 'UTC')::date;
begin
  perform from take_retention('connections');
  if not found then
    return;
  end if;
  delete from connections_daily where day = today;
  insert into connections_daily (day, status, age_hours, connections, counted_at)
  -- A connection of a suspended customer counts as disabled, as in all lists.
  select today, case when c.suspended_at is not null and k.status <> 'removed' then 'disabled' else k.status end as shown,
    case when k.verified_at is null then -1 else greatest(0, least(48, floor(extract(epoch from now() - k.verified_at) / 3600))) end as age,
    count(*), now()
  from connections k
  join customers c on c.id = k.customer_id
  group by shown, age;
  update retention_progress set next_at = now() + interval '9 minutes' where task = 'connections';
end $$;
grant execute on function count_connections() to sp_worker;

-- The full hours from a customer's invitation to its first connection, as onboarding_daily stores them.
create or replace function onboarding_hours(invited timestamptz, connected timestamptz) returns smallint
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select case
    when connected is null then -1
    else greatest(0, least(2160, floor(extract(epoch from connected - invited) / 3600)))
  end::smallint
$$;

-- Finds out which steps the next customers reached, at most `most`, and counts the days of those that changed again. Customers with
-- a connection are not looked at again. Returns how many customers were looked at; after the last one it pauses for ten minutes.
create or replace function count_onboarding(most int) returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  p retention_progress;
  batch uuid[];
  changed date[];
begin
  if coalesce(most not between 1 and 5000, true) then
    raise 'customers out of range' using errcode = '22023';
  end if;
  select * into p from take_retention('onboarding');
  if not found then
    return 0;
  end if;
  select array_agg(c.id order by c.id) into batch
  from (
    select k.id
    from customers k
    where k.id > p.reached_id and not exists (select from onboarding o where o.customer_id = k.id and o.connected_at is not null)
    order by k.id
    limit most
  ) c;
  with found as (
    select c.id, c.created_at as invited_at,
      (select min(i.accepted_at) from invitations i where i.customer_id = c.id) as accepted_at,
      (select min(k.created_at) from connections k where k.customer_id = c.id) as drafted_at,
      (select min(r.started_at) from verification_runs r where r.customer_id = c.id and r.reason = 'submit') as submitted_at,
      (
        select min(first.finished_at)
        from connections k
        cross join lateral (
          select r.finished_at
          from verification_runs r
          where r.customer_id = c.id and r.connection_id = k.id and r.verdict = 'secure'
          order by r.started_at
          limit 1
        ) first
        where k.customer_id = c.id
      ) as connected_at
    from customers c
    where c.id = any (batch)
  ),
    written as (
      insert into onboarding as o (customer_id, invited_at, accepted_at, drafted_at, submitted_at, connected_at)
      select * from found
      on conflict (customer_id) do update
      set accepted_at = coalesce(o.accepted_at, excluded.accepted_at), drafted_at = coalesce(o.drafted_at, excluded.drafted_at),
        submitted_at = coalesce(o.submitted_at, excluded.submitted_at), connected_at = coalesce(o.connected_at, excluded.connected_at)
      where (
        coalesce(o.accepted_at, excluded.accepted_at), coalesce(o.drafted_at, excluded.drafted_at),
        coalesce(o.submitted_at, excluded.submitted_at), coalesce(o.connected_at, excluded.connected_at)
      ) is distinct from (o.accepted_at, o.drafted_at, o.submitted_at, o.connected_at)
      returning o.invited_at
    )
  select array_agg(distinct (w.invited_at at time zone 'UTC')::date) into changed from written w;
  delete from onboarding_daily where day = any (changed);
  insert into onboarding_daily (day, step, hours, customers)
  select d.day,
    case
      when o.connected_at is not null then 'connected'
      when o.submitted_at is not null then 'submitted'
      when o.drafted_at is not null then 'drafted'
      when o.accepted_at is not null then 'accepted'
      else 'invited'
    end as step,
    onboarding_hours(o.invited_at, o.connected_at) as hours, count(*)
  from unnest(changed) d(day)
  join onboarding o on o.invited_at >= d.day::timestamp at time zone 'UTC'
    and o.invited_at < (d.day + 1)::timestamp at time zone 'UTC'
  group by d.day, step, hours;
  if coalesce(cardinality(batch), 0) < most then
    update retention_progress set reached_id = default, next_at = now() + interval '10 min' where task = 'onboarding';
  else
    update retention_progress set reached_id = batch[most] where task = 'onboarding';
  end if;
  return coalesce(cardinality(batch), 0);
end $$;
grant execute on function count_onboarding(int) to sp_worker;

-- Adds the calls that were taken since the last count to the current hour. The counter of CloudWatch Logs begins at 0 again after a
-- crash of the database, because its table is unlogged: what was taken between the last count and the crash is not counted.
create or replace function count_calls() returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  lock table calls_counted in share row exclusive mode;
  with taken as (
    select 'sts' as service, region, sum(calls_taken) as calls
    from sts_regions
    group by region
    union all
    select 'logs', region, sum(calls_taken)
    from log_quotas
    group by region
  ),
    new as (
      select t.service, t.region, t.calls, case when t.calls >= coalesce(c.calls, 0) then t.calls - coalesce(c.calls, 0) else t.calls end as more
      from taken t
      left join calls_counted c on c.service = t.service and c.region = t.region
    ),
    remembered as (
      insert into calls_counted as c (service, region, calls)
      select service, region, calls
      from new
      where more > 0
      on conflict (service, region) do update set calls = excluded.calls
    )
  insert into calls_hourly as h (hour, service, region, calls)
  select date_trunc('hour', now(), 'UTC'), service, region, more
  from new
  where more > 0
  on conflict on constraint calls_hourly_pk do update set calls = h.calls + excluded.calls;
end $$;
grant execute on function count_calls() to sp_worker;

-- Deletes counts by hour after 400 days and counts by day after three years. The times are fixed here, so no caller can choose them.
create or replace function prune_counts() returns void
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  delete from verifications_hourly where hour < now() - interval '400 days';
  delete from calls_hourly where hour < now() - interval '400 days';
  delete from connections_daily where day < (now() - interval '1096 days')::date;
  delete from onboarding_daily where day < (now() - interval '1096 days')::date;
$$;
grant execute on function prune_counts() to sp_worker;
