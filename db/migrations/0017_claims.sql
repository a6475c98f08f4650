DROP INDEX "connections_due";--> statement-breakpoint
CREATE INDEX "connections_due" ON "connections" USING btree ("customer_id","next_check_at") WHERE next_check_at is not null;
--> statement-breakpoint
drop function claim_due(int, int, int);
--> statement-breakpoint
-- Takes due connections, oldest first and at most so many of one customer at a time, for so many seconds. Each customer is
-- looked up by itself: however many of one are due, no more of them are read than may be taken. A killed worker's rows are
-- due again when their lease ends; the token tells a late one that they are no longer its own.
create function claim_due(how_many int, lease_seconds int, per_customer int) returns table (customer_id uuid, connection_id uuid, lease_token uuid, external_id_id uuid, confirm_step smallint, regular_is_due boolean, rotating text)
  language sql security definer set search_path = pg_catalog, public as $$
  with busy as materialized (select k.customer_id, count(*) as n from connections k where k.lease_until > now() group by 1),
    free as materialized (select d.customer_id, d.id, d.next_check_at from customers c left join busy b on b.customer_id = c.id
        cross join lateral (select k.customer_id, k.id, k.next_check_at from connections k
          where k.customer_id = c.id and k.next_check_at <= now() and coalesce(k.lease_until, '-infinity') <= now()
          order by k.next_check_at limit greatest(0, per_customer - coalesce(b.n, 0))) d
        where c.suspended_at is null order by d.next_check_at limit how_many * 4),
    mine as (select k.customer_id, k.id from connections k join free f on (f.customer_id, f.id) = (k.customer_id, k.id)
        where k.next_check_at <= now() and coalesce(k.lease_until, '-infinity') <= now() order by f.next_check_at limit how_many for no key update of k skip locked)
  update connections k set lease_until = now() + lease_seconds * interval '1 s', lease_token = gen_random_uuid() from mine m
   where (k.customer_id, k.id) = (m.customer_id, m.id)
   returning k.customer_id, k.id, k.lease_token, k.external_id_id, k.confirm_step, coalesce(k.regular_check_at <= now(), true),
     (select min(e.state) from external_ids e where (e.customer_id, e.connection_id) = (k.customer_id, k.id) and e.state in ('pending', 'retiring')) $$;
--> statement-breakpoint
drop function release_due(uuid, uuid, uuid, timestamptz);
--> statement-breakpoint
-- Ends claims and says when each connection is due again: at `next_at`, or, where `keeps`, as its check has written already.
-- Answers how many: one whose lease was lost to another worker is left alone.
create function finish_due(done jsonb) returns bigint language sql security definer set search_path = pg_catalog, public as $$
  with d as materialized (select * from jsonb_to_recordset(done) as d(customer uuid, connection uuid, token uuid, keeps boolean, next_at timestamptz)),
    r as (update connections k set lease_until = null, lease_token = null,
        next_check_at = case when k.status = 'disabled' then null when d.keeps then k.next_check_at else d.next_at end
      from d where (k.customer_id, k.id) = (d.customer, d.connection) and k.lease_token = d.token and k.status <> 'removed' returning 1)
  select count(*) from r $$;
--> statement-breakpoint
revoke execute on function claim_due(int, int, int), finish_due(jsonb) from public;
--> statement-breakpoint
grant execute on function claim_due(int, int, int), finish_due(jsonb) to sp_worker;
