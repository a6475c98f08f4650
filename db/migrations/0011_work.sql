-- Work: jobs for once, due rows for always.
-- Null = the same job waits already.
create function enqueue_job(job text, i jsonb) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$ declare q pgboss.queue; x uuid; begin
  if session_user = 'sp_app' then perform must_be_own((i->>'customer')::uuid); end if;
  if not ids_only(i) then raise 'ids only' using errcode = '23514', constraint = 'ids_only'; end if;
  select * into q from pgboss.queue where name = job; if not found then raise 'no such job' using errcode = 'P0002'; end if;
  if q.policy = 'short' and i->>'connection' is null then raise 'a key is needed' using errcode = '23514', constraint = 'job_key'; end if;
  insert into pgboss.job (name, data, singleton_key, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds, keep_until, dead_letter, heartbeat_seconds)
    values (job, i, i->>'connection', q.policy, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds, now() + q.retention_seconds * interval '1 s', q.dead_letter, q.heartbeat_seconds)
    on conflict do nothing returning id into x;
  if x is not null and q.notify then perform pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), job); end if; return x; end $$;

create function owners_of(c uuid) returns table (name text, email text) language sql stable security definer set search_path = pg_catalog, public as $$
  select u.name, u.email from memberships m join users u on u.id = m.user_id where m.customer_id = c and m.role = 'owner' $$;
-- What the mail of an invitation needs. No row when it is no longer open.
create function invitation_for_mail(i uuid) returns table (kind text, email text, role text, customer_name text, expires_at timestamptz) language sql stable security definer set search_path = pg_catalog, public as $$
  select 'member', v.email, v.role, c.name, v.expires_at from invitations v join customers c on c.id = v.customer_id where v.id = i and v.accepted_at is null and v.revoked_at is null and v.expires_at > now()
  union all select 'staff', v.email, v.role, null, v.expires_at from staff_invitations v where v.id = i and v.accepted_at is null and v.revoked_at is null and v.expires_at > now() $$;

-- Takes due connections, oldest first and at most so many of one customer at a time, for so many seconds. A killed worker's
-- rows are due again when their lease ends; the token tells a late one that they are no longer its own.
create function claim_due(how_many int, lease_seconds int, per_customer int) returns table (customer_id uuid, connection_id uuid, status text, lease_token uuid, lease_until timestamptz)
  language sql security definer set search_path = pg_catalog, public as $$
  with due as materialized (select k.customer_id, k.id, k.next_check_at, row_number() over (partition by k.customer_id order by k.next_check_at, k.id) as place
        from connections k where k.next_check_at <= now() and coalesce(k.lease_until, '-infinity') <= now()),
    busy as materialized (select k.customer_id, count(*) as n from connections k where k.lease_until > now() group by 1),
    free as (select d.* from due d join customers c on c.id = d.customer_id and c.suspended_at is null left join busy b on b.customer_id = d.customer_id
        where d.place + coalesce(b.n, 0) <= per_customer order by d.next_check_at limit how_many * 4),
    mine as (select k.customer_id, k.id from connections k join free f on (f.customer_id, f.id) = (k.customer_id, k.id)
        where k.next_check_at <= now() and coalesce(k.lease_until, '-infinity') <= now() order by f.next_check_at limit how_many for no key update of k skip locked)
  update connections k set lease_until = now() + lease_seconds * interval '1 s', lease_token = gen_random_uuid() from mine m
   where (k.customer_id, k.id) = (m.customer_id, m.id) returning k.customer_id, k.id, k.status, k.lease_token, k.lease_until $$;
-- Ends the claim and says when the next check is due. False = the lease was lost to another worker, and nothing was written.
create function release_due(c uuid, conn uuid, token uuid, next_at timestamptz) returns boolean language sql security definer set search_path = pg_catalog, public as $$
  with r as (update connections set lease_until = null, lease_token = null, next_check_at = next_at where customer_id = c and id = conn and lease_token = token and status <> 'removed' returning 1) select exists (select from r) $$;

-- For the health check: how many migrations this database has, and the newest's time in ms.
create function applied_migrations(out applied bigint, out newest bigint) language plpgsql stable security definer set search_path = pg_catalog as $$ begin
  select count(*), max(created_at) into applied, newest from drizzle.__drizzle_migrations; end $$;
