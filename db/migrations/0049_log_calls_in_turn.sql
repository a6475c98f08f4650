ALTER TABLE "log_quotas" ADD COLUMN "served_customer" uuid;--> statement-breakpoint
ALTER TABLE "log_quotas" ADD COLUMN "waiting_customer" uuid;--> statement-breakpoint
ALTER TABLE "log_quotas" ADD COLUMN "waits_until" timestamp with time zone;
--> statement-breakpoint
-- As before, and: where several customers read one AWS account they take turns. Who got no call waits, unless it was served
-- last; while it waits the others book no further ahead than half the patience, so that calls are left when it asks again.
-- They lose no call by that. Who never comes back is waited for by three seconds.
create or replace function take_log_calls(c uuid, conn uuid, r text, op text, calls int, per_second numeric, patience_ms int, out given int, out first_ms double precision, out used int)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  q log_quotas;
  acct text;
  at timestamptz;
  paid timestamptz;
  this_second timestamptz;
  other_waits boolean;
  own_patience_ms numeric := patience_ms;
begin
  perform must_be_own(c);
  if calls not between 1 and 1000 or per_second <= 0 or patience_ms < 0 then
    raise 'calls out of range' using errcode = '22023';
  end if;
  select account_id into acct from connections where customer_id = c and id = conn and account_id is not null;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  select * into q from log_quotas where (account_id, region, operation) = (acct, r, op) for no key update;
  if not found then
    insert into log_quotas values (acct, r, op, clock_timestamp() - interval '1 s', date_trunc('second', clock_timestamp()), 0, 0) on conflict do nothing;
    select * into q from log_quotas where (account_id, region, operation) = (acct, r, op) for no key update;
  end if;
  at := clock_timestamp();
  this_second := date_trunc('second', at);
  paid := greatest(q.paid_until, at - interval '800 ms');
  first_ms := 1000 * (extract(epoch from paid - at) + 1 / per_second);
  other_waits := coalesce(q.waits_until > at and q.waiting_customer <> c, false);
  if other_waits then
    own_patience_ms := patience_ms / 2.0;
  end if;
  given := greatest(0, least(calls, floor((own_patience_ms - first_ms) * per_second / 1000)::int + 1));
  if q.second < this_second then
    q.in_second_before := case when q.second = this_second - interval '1 s' then q.in_second else 0 end;
    q.in_second := 0;
  end if;
  used := greatest(q.in_second + given, q.in_second_before);
  if given > 0 then
    update log_quotas
    set paid_until = paid + given / per_second * interval '1 s', second = this_second, in_second = q.in_second + given,
      in_second_before = q.in_second_before, served_customer = c, waits_until = case when other_waits then waits_until end
    where (account_id, region, operation) = (acct, r, op);
  elsif not other_waits and q.served_customer is distinct from c then
    update log_quotas
    set waiting_customer = c, waits_until = at + (first_ms + 3000) * interval '1 ms'
    where (account_id, region, operation) = (acct, r, op);
  end if;
end $$;
