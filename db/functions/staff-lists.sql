-- What the lists of staff are sorted by and count, and finding what an ID belongs to. The worker calls count_for_lists() again and again;
-- repeating it changes nothing.

-- The most urgent status of a customer, as customer_summaries stores it.
create or replace function worst_status_of(c uuid) returns smallint
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(
    min(
      array_position(
        array['quarantined', 'access_denied', 'expired', 'verifying', 'connected', 'disabled', 'draft'],
        case when k.status = 'connected' and k.verified_at <= now() - interval '24 h' then 'expired' else k.status end
      ) - 1
    ),
    7
  )::smallint
  from connections k
  where k.customer_id = c and k.status <> 'removed'
$$;

-- A customer is in the list as soon as it is added, and has its new name, or is suspended, at once.
create or replace function after_customer_change() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into customer_summaries as s (customer_id, sort_name, worst)
  values (new.id, lower(new.name), case when new.suspended_at is null then 7 else 8 end)
  on conflict (customer_id) do update
  set sort_name = excluded.sort_name, worst = case when new.suspended_at is null then worst_status_of(new.id) else 8 end;
  return null;
end $$;
create or replace trigger after_change after insert or update of name, suspended_at on customers
  for each row execute function after_customer_change();

-- Updates what customers are sorted by, and counts connections and customers; then pauses for 45 seconds, or for 80 times as long as it took, so that
-- it never needs more than an 80th of a processor, however many connections and workers there are.
-- It reads each connection twice, and writes only those summaries that changed: last, so that a suspension waits only a moment for them.
-- Within one transaction, so a page never sees half of the counts. A summary that changed since it was read is left alone: a suspension
-- that commits meanwhile is newer than what was counted.
create or replace function count_for_lists() returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from take_retention('lists');
  if not found then
    return;
  end if;
  delete from connection_counts;
  delete from connection_region_counts;
  with counted as materialized (
    select d.status, coalesce(k.offered_log_access, k.log_access) as log_access,
      coalesce(k.offered_template_version, 0) as template_version,
      case when k.status = 'quarantined' then coalesce(k.reason, '') else '' end as weakness, d.age_hours, k.regions, count(*) as n
    from connections k
    left join (select id from customers where suspended_at is not null) c on c.id = k.customer_id
    cross join lateral (
      select
        case
          when c.id is not null then 'disabled'
          when k.status = 'connected' and k.verified_at <= now() - interval '24 h' then 'expired'
          else k.status
        end as status,
        case
          when k.verified_at is null then -1
          when k.verified_at <= now() - interval '24 h' then 24
          else least(14, greatest(0, 2 * floor(extract(epoch from now() - k.verified_at) / 7200)))
        end as age_hours
    ) d
    where k.status <> 'removed'
    group by 1, 2, 3, 4, 5, 6
  ),
    of_all as (
      insert into connection_counts (status, log_access, template_version, weakness, age_hours, connections, counted_at)
      select status, log_access, template_version, weakness, age_hours, sum(n), now()
      from counted
      group by 1, 2, 3, 4, 5
    )
  insert into connection_region_counts (region, status, connections, counted_at)
  select r.region, c.status, sum(c.n), now()
  from counted c
  cross join lateral (select distinct unnest(c.regions) as region) r
  group by 1, 2;
  with shown as (
    select k.customer_id, k.verified_at,
      array_position(
        array['quarantined', 'access_denied', 'expired', 'verifying', 'connected', 'disabled', 'draft'],
        case when k.status = 'connected' and k.verified_at <= now() - interval '24 h' then 'expired' else k.status end
      ) - 1 as rank
    from connections k
    where k.status <> 'removed'
  ),
    tally as (
      select customer_id, min(rank) as worst, min(verified_at) filter (where rank in (0, 1, 2, 4)) as oldest
      from shown
      group by customer_id
    ),
    new as (
      select c.id, lower(c.name) as sort_name,
        case when c.suspended_at is null then coalesce(t.worst, 7) else 8 end::smallint as worst, t.oldest,
        seen.sort_name as seen_name, seen.worst as seen_worst
      from customers c
      left join tally t on t.customer_id = c.id
      left join customer_summaries seen on seen.customer_id = c.id
    ),
    changed as (
      update customer_summaries s
      set sort_name = n.sort_name, worst = n.worst, oldest_verified_at = n.oldest
      from new n
      where s.customer_id = n.id
        and s.sort_name = n.seen_name
        and s.worst = n.seen_worst
        and (s.sort_name, s.worst, s.oldest_verified_at) is distinct from (n.sort_name, n.worst, n.oldest)
    )
  insert into customer_summaries (customer_id, sort_name, worst, oldest_verified_at)
  select n.id, n.sort_name, n.worst, n.oldest
  from new n
  where not exists (select from customer_summaries s where s.customer_id = n.id)
  on conflict do nothing;
  delete from customer_counts;
  insert into customer_counts (worst, customers, counted_at)
  select s.worst, count(*), now()
  from customer_summaries s
  group by s.worst;
  update retention_progress
  set next_at = now() + greatest(interval '45 s', 80 * (clock_timestamp() - now()))
  where task = 'lists';
end $$;
grant execute on function count_for_lists() to sp_worker;

-- What the text of a search belongs to: an External ID, the ID of a role, a customer, a connection or a run, the ID of a request to AWS, or
-- an email address. Each is compared as a whole, through an index. A row without a connection means the whole customer. At most 201 rows
-- of each kind: the caller shows 200, and says when there are more. `customers`: only what belongs to these; empty for all.
create or replace function find_for_staff(who uuid, term text, customers uuid[]) returns table (customer_id uuid, connection_id uuid)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{support,operator,admin}');
  if term ~ '^sp-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    return query select e.customer_id, e.connection_id from external_ids e where e.value = term;
  elsif term ~ '^AROA[A-Z0-9]{12,28}$' then
    return query
    select k.customer_id, k.id
    from connections k
    where k.role_id = term and (customers = '{}' or k.customer_id = any (customers))
    limit 201;
  elsif term ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    return query (select c.id, null::uuid from customers c where c.id = term::uuid)
      union (select k.customer_id, k.id from connections k where k.id = term::uuid)
      union (select r.customer_id, r.connection_id from verification_runs r where r.id = term::uuid)
      union (
        select r.customer_id, r.connection_id
        from verification_probes p
        join verification_runs r on r.customer_id = p.customer_id and r.id = p.run_id
        where p.request_id = term and (customers = '{}' or p.customer_id = any (customers))
        limit 201
      );
  elsif term ~ '^[^@[:space:]]+@[^@[:space:]]+$' then
    return query (
        select m.customer_id, null::uuid
        from users u
        join memberships m on m.user_id = u.id
        where u.email = lower(term) and (customers = '{}' or m.customer_id = any (customers))
        limit 201
      )
      union (
        select i.customer_id, null::uuid
        from invitations i
        where i.email = lower(term) and (customers = '{}' or i.customer_id = any (customers))
        limit 201
      );
  end if;
end $$;
grant execute on function find_for_staff(uuid, text, uuid[]) to sp_staff;

-- The person with this email address, or null.
create or replace function person_for_staff(who uuid, email_address text) returns uuid
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{support,operator,admin}');
  return (select u.id from users u where u.email = lower(email_address));
end $$;
grant execute on function person_for_staff(uuid, text) to sp_staff;
