-- What may be deleted, and deleting it in small steps. The triggers decide for every deletion, also the owner's: they refuse what
-- is young, and what the status, the rotation, the quarantine or the last report of a connection rests on. Only the worker calls
-- the two functions; the times that it passes can keep rows longer than these minimums, never shorter.

-- How many days rows are kept at least: the probes of a run, and a run.
create or replace function retention_minimums(out probe_days int, out run_days int)
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select 30, 90
$$;

-- Whether something rests on a run: it is open, its connection was verified by it, or it is the newest run of its External ID with
-- its verdict. These are, among others, the last report, the last one that was not secure, and the run of a pending External ID. An old run can't become needed again, because a status and a rotation accept only runs of the last 15 minutes.
create or replace function is_run_needed(r verification_runs) returns boolean
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select r.finished_at is null
    or exists (select from connections k where k.customer_id = r.customer_id and k.id = r.connection_id and k.verified_run_id = r.id)
    or not exists (
      select from verification_runs n
      where n.customer_id = r.customer_id
        and n.connection_id = r.connection_id
        and n.external_id_id = r.external_id_id
        and n.verdict = r.verdict
        and n.started_at > r.started_at
    )
$$;

-- Whether the report of a run is kept as long as its run: it is the first one of its External ID, the first one of a day (UTC), or
-- the first one with another verdict than the run before.
create or replace function is_report_kept(r verification_runs) returns boolean
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(
    (
      select p.verdict <> r.verdict or date_trunc('day', p.finished_at, 'UTC') <> date_trunc('day', r.finished_at, 'UTC')
      from verification_runs p
      where p.customer_id = r.customer_id
        and p.connection_id = r.connection_id
        and p.external_id_id = r.external_id_id
        and p.started_at < r.started_at
        and p.finished_at is not null
      order by p.started_at desc
      limit 1
    ),
    true
  )
$$;

-- Refuses three deletions: probes of a run that is young or needed; only some of a run's probes; and, of a run that was lost, a
-- wrongly allowed probe, because no verdict shows why the connection was quarantined.
create or replace function after_probe_delete() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from (select distinct g.customer_id, g.run_id from gone g) g
    where not exists (
      select from verification_runs r
      where r.customer_id = g.customer_id
        and r.id = g.run_id
        and r.finished_at < now() - make_interval(days => (select probe_days from retention_minimums()))
        and not is_run_needed(r)
    )
      or exists (select from verification_probes p where p.customer_id = g.customer_id and p.run_id = g.run_id)
  )
    or exists (
      select from gone g
      join verification_runs r on r.customer_id = g.customer_id and r.id = g.run_id
      where r.verdict = 'lost' and g.expected = 'denied' and g.got = 'allowed'
    )
  then
    raise 'these probes are kept' using errcode = '23001', constraint = 'probes_kept';
  end if;
  return null;
end $$;
create or replace trigger after_delete after delete on verification_probes referencing old table as gone
  for each statement execute function after_probe_delete();

-- Refuses to delete a run that is young or needed. A later run with the same verdict must be left.
create or replace function after_run_delete() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from gone g
    where coalesce(g.finished_at >= now() - make_interval(days => (select run_days from retention_minimums())), true)
      or is_run_needed(g)
  )
  then
    raise 'these runs are kept' using errcode = '23001', constraint = 'runs_kept';
  end if;
  return null;
end $$;
create or replace trigger after_delete after delete on verification_runs referencing old table as gone
  for each statement execute function after_run_delete();

-- Takes the next position of a task, or returns no row if another worker is at it or its pause is not over.
create or replace function take_retention(t text) returns setof retention_progress
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into retention_progress (task) values (t) on conflict do nothing;
  return query select *
    from retention_progress p
    where p.task = t and coalesce(p.next_at, '-infinity') <= now()
    for no key update skip locked;
end $$;

-- Deletes the probes of the next runs that are older than `keep_days`. It keeps those of kept reports, of runs that something rests
-- on, and of signed runs without the digest of their probes, because their signature could not be checked any more. Looks at no
-- more than `most` runs, each once. `runs_read` < `most` means that nothing is left to do now.
create or replace function prune_probes(keep_days int, most int, out runs_read int, out deleted int)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  p retention_progress;
  batch verification_runs[];
  last verification_runs;
  summaries jsonb;
begin
  runs_read := 0;
  deleted := 0;
  if coalesce(keep_days < (select probe_days from retention_minimums()) or most not between 1 and 5000, true) then
    raise 'days or rows out of range' using errcode = '22023';
  end if;
  select * into p from take_retention('probes');
  if not found then
    return;
  end if;
  select array_agg(r.run order by r.finished_at, r.id) into batch
  from (
    select v as run, v.finished_at, v.id
    from verification_runs v
    where v.finished_at >= p.reached
      and (v.finished_at, v.id) > (p.reached, p.reached_id)
      and v.finished_at < now() - make_interval(days => keep_days)
    order by v.finished_at, v.id
    limit most
  ) r;
  runs_read := coalesce(cardinality(batch), 0);
  if runs_read = 0 then
    return;
  end if;
  with old as materialized (
    select b.customer_id, b.id
    from unnest(batch) b
    where (b.mac is null or b.probes_sha256 is not null)
      and not is_report_kept(b)
      and not is_run_needed(b)
      and not (
        b.verdict = 'lost'
          and exists (
            select from verification_probes v
            where v.customer_id = b.customer_id and v.run_id = b.id and v.expected = 'denied' and v.got = 'allowed'
          )
      )
  ),
    gone as (
      delete from verification_probes v
      using old
      where v.customer_id = old.customer_id and v.run_id = old.id
      returning v.customer_id, v.run_id, v.n, v.got, v.request_id
    ),
    of_run as (
      select g.customer_id, g.run_id, count(*) as probes,
        jsonb_build_object(
          'opened', coalesce(jsonb_agg(coalesce(g.request_id, '') order by g.n) filter (where g.got = 'allowed'), '[]'),
          'refused', count(*) filter (where g.got = 'denied'), 'unanswered', count(*) filter (where g.got = 'inconclusive')
        ) as summary
      from gone g
      group by g.customer_id, g.run_id
    )
  select jsonb_agg(to_jsonb(o)), coalesce(sum(o.probes), 0)
  into summaries, deleted
  from of_run o;
  update verification_runs r
  set probes_deleted_at = now(), probe_summary = s.summary
  from jsonb_to_recordset(summaries) as s(customer_id uuid, run_id uuid, summary jsonb)
  where r.customer_id = s.customer_id and r.id = s.run_id;
  last := batch[runs_read];
  update retention_progress set reached = last.finished_at, reached_id = last.id where task = 'probes';
end $$;
grant execute on function prune_probes(int, int) to sp_worker;

-- Deletes the next runs that are older than `keep_days`, with their probes, except those that something rests on and those that
-- are not counted yet. Begins again once a day, because a run that was needed yesterday may not be needed today.
create or replace function prune_runs(keep_days int, most int, out runs_read int, out deleted int)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  p retention_progress;
  batch verification_runs[];
  old verification_runs[];
  last verification_runs;
begin
  runs_read := 0;
  deleted := 0;
  if coalesce(keep_days < (select run_days from retention_minimums()) or most not between 1 and 5000, true) then
    raise 'days or rows out of range' using errcode = '22023';
  end if;
  select * into p from take_retention('runs');
  if not found then
    return;
  end if;
  select array_agg(r.run order by r.finished_at, r.id) into batch
  from (
    select v as run, v.finished_at, v.id
    from verification_runs v
    where v.finished_at >= p.reached
      and (v.finished_at, v.id) > (p.reached, p.reached_id)
      and v.finished_at < now() - make_interval(days => keep_days)
      and v.finished_at < (select c.reached from retention_progress c where c.task = 'verifications')
    order by v.finished_at, v.id
    limit most
  ) r;
  runs_read := coalesce(cardinality(batch), 0);
  select array_agg(b) into old
  from unnest(batch) b
  where not is_run_needed(b)
    and not (
      b.verdict = 'lost'
        and exists (
          select from verification_probes v
          where v.customer_id = b.customer_id and v.run_id = b.id and v.expected = 'denied' and v.got = 'allowed'
        )
    );
  delete from verification_probes v using unnest(old) o where v.customer_id = o.customer_id and v.run_id = o.id;
  delete from verification_runs v using unnest(old) o where v.customer_id = o.customer_id and v.id = o.id;
  get diagnostics deleted = row_count;
  if runs_read < most then
    update retention_progress set reached = default, reached_id = default, next_at = now() + interval '1 day' where task = 'runs';
  else
    last := batch[runs_read];
    update retention_progress set reached = last.finished_at, reached_id = last.id where task = 'runs';
  end if;
end $$;
grant execute on function prune_runs(int, int) to sp_worker;
