-- Jobs for the worker.

-- Queues a job with the settings of its queue. Returns its ID, or null if the same job is already waiting.
create or replace function enqueue_job(job text, i jsonb) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  q pgboss.queue;
  x uuid;
begin
  if session_user = 'sp_app' then
    perform assert_tenant((i->>'customer')::uuid);
  end if;
  if not only_safe_values(i) then
    raise 'only safe values' using errcode = '23514', constraint = 'only_safe_values';
  end if;
  select * into q from pgboss.queue where name = job;
  if not found then
    raise 'no such job' using errcode = 'P0002';
  end if;
  if q.policy = 'short' and i->>'connection' is null then
    raise 'a key is needed' using errcode = '23514', constraint = 'job_key';
  end if;
  insert into pgboss.job (
    name, data, singleton_key, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    deletion_seconds, keep_until, dead_letter, heartbeat_seconds
  )
  values (
    job, i, i->>'connection', q.policy, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds,
    q.deletion_seconds, now() + q.retention_seconds * interval '1 s', q.dead_letter, q.heartbeat_seconds
  )
  on conflict do nothing
  returning id into x;
  if x is not null and q.notify then
    perform pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), job);
  end if;
  return x;
end $$;
grant execute on function enqueue_job(text, jsonb) to sp_app, sp_worker;

-- Jobs that failed permanently, newest first: which, about whom, the word that the last try left, and when. An email job names
-- the owner or the contact it was for; the `user` of other jobs is the member of staff who requested them.
create or replace function failed_jobs(who uuid)
  returns table (
    id uuid, queue text, customer_id uuid, customer_name text, connection_name text, email text, word text,
    began_at timestamptz, failed_at timestamptz
  )
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{support,operator,admin}');
  return query
  select j.id, j.source_name, c.id, c.name, k.name, coalesce(i.email, s.email, u.email, t.email),
    coalesce(j.source_output->>'word', 'lost'), j.source_created_on, j.created_on
  from pgboss.job j
  left join customers c on c.id = (j.data->>'customer')::uuid
  left join connections k on (k.customer_id, k.id) = (c.id, (j.data->>'connection')::uuid)
  left join invitations i on i.id = (j.data->>'invitation')::uuid
  left join staff_invitations s on s.id = (j.data->>'invitation')::uuid
  left join users u on j.source_name like 'mail-%' and u.id = (j.data->>'user')::uuid
  left join security_contacts t on (t.customer_id, t.id) = (c.id, (j.data->>'contact')::uuid)
  where j.name = 'failed-jobs' and j.state = 'created' and j.source_name is not null
  order by j.created_on desc, j.id
  limit 200;
end $$;
grant execute on function failed_jobs(uuid) to sp_staff;

-- Queues the job again with all its tries, and completes the failed one.
create or replace function retry_failed_job(who uuid, failed uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  q text;
  d jsonb;
begin
  perform assert_staff(who, '{operator,admin}');
  update pgboss.job
  set state = 'completed', completed_on = now()
  where name = 'failed-jobs' and id = failed and state = 'created' and source_name is not null
  returning source_name, data into q, d;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform enqueue_job(q, d);
  perform write_audit('partner', 'job.retried', 'staff:' || who, jsonb_build_object('job', failed, 'queue', q));
end $$;
grant execute on function retry_failed_job(uuid, uuid) to sp_staff;
