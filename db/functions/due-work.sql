-- Which connections are due, and which worker has claimed them.

-- The customers who may have a due connection: those of the due connections, or all if more than 200 connections are due, because
-- then the oldest could all belong to one customer.
create or replace function customers_with_due_connections() returns setof uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_sort = off as $$
declare
  due uuid[];
begin
  -- The time since a fixed date is what the index holds. Without sorts, and with a customer looked up for each row instead of a
  -- join, the planner reads the index from its start, whatever its statistics say.
  select array_agg(d.customer_id)
  into due
  from (
    select k.customer_id
    from connections k
    where k.next_check_at - timestamptz '2000-01-01 00:00:00+00' <= now() - timestamptz '2000-01-01 00:00:00+00'
      and coalesce(k.lease_until, '-infinity') <= now()
      and (select c.suspended_at is null from customers c where c.id = k.customer_id)
    order by k.next_check_at - timestamptz '2000-01-01 00:00:00+00'
    limit 201
  ) d;
  if cardinality(due) > 200 then
    return query select c.id from customers c where c.suspended_at is null;
  else
    return query select distinct d.customer_id from unnest(due) d(customer_id);
  end if;
end
$$;

-- Claims due connections for some seconds, oldest first and at most `per_customer` of one customer at a time. Each customer is
-- looked up separately, so no more due rows are read than may be claimed. Each row is then looked up by its key: a join reads
-- all due rows for every claim, and `is true` keeps the planner from the index on the time. The rows of a worker that was
-- killed are due again when their lease ends; the token tells a late worker that the rows are no longer its own.
create or replace function claim_due(how_many int, lease_seconds int, per_customer int)
  returns table (
    customer_id uuid, connection_id uuid, lease_token uuid, external_id_id uuid, confirm_step smallint, regular_is_due boolean,
    rotating text
  )
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  -- The leases of killed workers. Those that another worker renews now are skipped, so that no two workers wait for each other.
  delete from connection_leases l
  using (
    select e.customer_id, e.connection_id from connection_leases e where e.lease_until <= now() for update skip locked
  ) ended
  where (l.customer_id, l.connection_id) = (ended.customer_id, ended.connection_id);
  with busy as materialized (select l.customer_id, count(*) as n from connection_leases l where l.lease_until > now() group by 1),
    free as materialized (
      select d.customer_id, d.id, d.next_check_at
      from customers_with_due_connections() c(id)
      left join busy b on b.customer_id = c.id
      cross join lateral (
        select k.customer_id, k.id, k.next_check_at
        from connections k
        where k.customer_id = c.id and k.next_check_at <= now() and coalesce(k.lease_until, '-infinity') <= now()
        order by k.next_check_at
        limit greatest(0, per_customer - coalesce(b.n, 0))
      ) d
      order by d.next_check_at
      limit how_many * 4
    ),
    mine as (
      select k.customer_id, k.id
      from free f
      cross join lateral (
        select k.customer_id, k.id
        from connections k
        where (k.customer_id, k.id) = (f.customer_id, f.id)
          and (k.next_check_at <= now()) is true
          and coalesce(k.lease_until, '-infinity') <= now()
        for no key update skip locked
      ) k
      limit how_many
    ),
    claimed as (
      update connections k set lease_until = now() + lease_seconds * interval '1 s', lease_token = gen_random_uuid()
      from mine m
      where (k.customer_id, k.id) = (m.customer_id, m.id)
      returning k.customer_id, k.id, k.lease_token, k.lease_until, k.external_id_id, k.confirm_step, k.regular_check_at
    ),
    leased as (
      insert into connection_leases as l (customer_id, connection_id, lease_token, lease_until)
      select k.customer_id, k.id, k.lease_token, k.lease_until
      from claimed k
      on conflict on constraint connection_leases_pk
        do update set lease_token = excluded.lease_token, lease_until = excluded.lease_until
    )
  select k.customer_id, k.id, k.lease_token, k.external_id_id, k.confirm_step, coalesce(k.regular_check_at <= now(), true),
    (
      select min(e.state)
      from external_ids e
      where (e.customer_id, e.connection_id) = (k.customer_id, k.id) and e.state in ('pending', 'retiring')
    )
  from claimed k
$$;
grant execute on function claim_due(int, int, int) to sp_worker;

-- Ends claims and sets when each connection is due again: at `next_at`, or, with `keeps`, at the time that its
-- verification has already set. Returns how many; a row whose lease went to another worker is left unchanged.
create or replace function finish_due(done jsonb) returns bigint
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with d as materialized (
    select * from jsonb_to_recordset(done) as d(customer uuid, connection uuid, token uuid, keeps boolean, next_at timestamptz)
  ),
    ended as (
      delete from connection_leases l
      using d
      where (l.customer_id, l.connection_id) = (d.customer, d.connection) and l.lease_token = d.token
    ),
    r as (
      update connections k
      set lease_until = null, lease_token = null,
        next_check_at = case when k.status = 'disabled' then null when d.keeps then k.next_check_at else d.next_at end
      from d
      where (k.customer_id, k.id) = (d.customer, d.connection) and k.lease_token = d.token and k.status <> 'removed'
      returning 1
    )
  select count(*)
  from r
$$;
grant execute on function finish_due(jsonb) to sp_worker;
