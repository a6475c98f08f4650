-- As before, and: what is taken is looked up by its key alone, one by one. Joined, all that was due was read for each claim,
-- and with an index on the time all that was due of the customer ("is true" keeps that index out of it).
create or replace function claim_due(how_many int, lease_seconds int, per_customer int) returns table (customer_id uuid, connection_id uuid, lease_token uuid, external_id_id uuid, confirm_step smallint, regular_is_due boolean, rotating text)
  language sql security definer set search_path = pg_catalog, public as $$
  with busy as materialized (select k.customer_id, count(*) as n from connections k where k.lease_until > now() group by 1),
    free as materialized (select d.customer_id, d.id, d.next_check_at from customers c left join busy b on b.customer_id = c.id
        cross join lateral (select k.customer_id, k.id, k.next_check_at from connections k
          where k.customer_id = c.id and k.next_check_at <= now() and coalesce(k.lease_until, '-infinity') <= now()
          order by k.next_check_at limit greatest(0, per_customer - coalesce(b.n, 0))) d
        where c.suspended_at is null order by d.next_check_at limit how_many * 4),
    mine as (select k.customer_id, k.id from free f cross join lateral (select k.customer_id, k.id from connections k where (k.customer_id, k.id) = (f.customer_id, f.id)
        and (k.next_check_at <= now()) is true and coalesce(k.lease_until, '-infinity') <= now() for no key update skip locked) k limit how_many)
  update connections k set lease_until = now() + lease_seconds * interval '1 s', lease_token = gen_random_uuid() from mine m
   where (k.customer_id, k.id) = (m.customer_id, m.id)
   returning k.customer_id, k.id, k.lease_token, k.external_id_id, k.confirm_step, coalesce(k.regular_check_at <= now(), true),
     (select min(e.state) from external_ids e where (e.customer_id, e.connection_id) = (k.customer_id, k.id) and e.state in ('pending', 'retiring')) $$;
--> statement-breakpoint
-- As before, and: the retired IDs are counted without reading all of the customer's.
create or replace function open_connection_for_run(c uuid, run uuid, account text default null, out connection_id uuid, out role_arn text, out arn_hmac text, out sealed_in text, out sealed_under text,
    out external_id text, out external_id_id uuid, out retired text[], out retired_total int, out retiring text, out tier text, out log_group_prefix text, out regions text[])
  language plpgsql security definer set search_path = pg_catalog, public as $$ declare acct text; begin
  perform must_be_own(c);
  select k.id, case when k.arn_hmac = v.arn_hmac then k.role_arn else d.role_arn end, v.arn_hmac, case when k.arn_hmac = v.arn_hmac then 'connections' else 'candidates' end, s.value,
      e.value, e.id, (select x.value from external_ids x where x.customer_id = c and x.connection_id = k.id and x.state = 'retiring'),
      k.tier, k.log_group_prefix, k.regions, coalesce(account, k.account_id)
    into connection_id, role_arn, arn_hmac, sealed_in, sealed_under, external_id, external_id_id, retiring, tier, log_group_prefix, regions, acct
    from verification_runs v join connections k on (k.customer_id, k.id) = (v.customer_id, v.connection_id) join customers u on u.id = c and u.suspended_at is null
    join external_ids e on (e.customer_id, e.connection_id, e.id) = (v.customer_id, v.connection_id, v.external_id_id)
    join external_ids s on (s.customer_id, s.connection_id, s.id) = (k.customer_id, k.id, k.external_id_id)
    left join candidates d on (d.customer_id, d.connection_id, d.arn_hmac) = (k.customer_id, k.id, v.arn_hmac) and d.expires_at > now()
   where v.customer_id = c and v.id = run and v.finished_at is null and v.lease_until > now();
  if not found or role_arn is null then raise 'not found' using errcode = 'P0002'; end if;
  -- The newest four of the connection, and two at random of the customer's others for that account.
  retired := array(select x.value from external_ids x where x.customer_id = c and x.connection_id = open_connection_for_run.connection_id and x.state = 'retired' order by x.state_at desc, x.id desc limit 4)
    || array(select x.value from external_ids x join connections o on (o.customer_id, o.id) = (x.customer_id, x.connection_id)
        where x.customer_id = c and x.connection_id <> open_connection_for_run.connection_id and o.account_id = acct and x.state = 'retired' order by random() limit 2);
  retired_total := (select count(*) from external_ids x where x.customer_id = c and x.connection_id = open_connection_for_run.connection_id and x.state = 'retired')
    + (select count(*) from connections o join external_ids x on (x.customer_id, x.connection_id) = (o.customer_id, o.id)
        where o.customer_id = c and o.account_id = acct and o.id <> open_connection_for_run.connection_id and x.state = 'retired'); end $$;
