-- How many calls to CloudWatch Logs all processes together may make, by AWS account and Region, and how much people may save.

-- Gives calls of one CloudWatch Logs operation in a connection's account, each with the moment at which it may be sent. There
-- are `given` moments, the first in `first_ms` (which may be negative), each 1/per_second after the one before. A call
-- belongs to its moment and must be sent within a second of it, so any second has at most twice `per_second` calls. No moment
-- is more than `patience_ms` ahead: then fewer calls are given, or none. `used` is the number of calls in the last or the
-- current second, whichever is larger. Unused calls are saved up for 0.8 s, because the way to the caller takes time too.
-- Customers that read the same AWS account take turns: a customer that got no call waits, unless it was served last.
-- Meanwhile the others book at most half of `patience_ms` ahead, so that calls are left when it asks again; they lose no
-- calls. A customer that does not come back is waited for by three seconds.
create or replace function take_log_calls(
  c uuid, conn uuid, r text, op text, calls int, per_second numeric, patience_ms int,
  out given int, out first_ms double precision, out used int
)
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
  perform assert_tenant(c);
  if calls not between 1 and 1000 or per_second <= 0 or patience_ms < 0 then
    raise 'calls out of range' using errcode = '22023';
  end if;
  select account_id into acct from connections where customer_id = c and id = conn and account_id is not null;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  select * into q from log_quotas where (account_id, region, operation) = (acct, r, op) for no key update;
  if not found then
    insert into log_quotas
    values (acct, r, op, clock_timestamp() - interval '1 s', date_trunc('second', clock_timestamp()), 0, 0)
    on conflict do nothing;
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
      in_second_before = q.in_second_before, calls_taken = calls_taken + given, served_customer = c, waits_until = case when other_waits then waits_until end
    where (account_id, region, operation) = (acct, r, op);
  elsif not other_waits and q.served_customer is distinct from c then
    update log_quotas
    set waiting_customer = c, waits_until = at + (first_ms + 3000) * interval '1 ms'
    where (account_id, region, operation) = (acct, r, op);
  end if;
end $$;
grant execute on function take_log_calls(uuid, uuid, text, text, int, numeric, int) to sp_app;

-- Records that AWS throttled a call, because others read there too: no process calls again before the pause is over.
create or replace function pause_log_calls(c uuid, conn uuid, r text, op text, pause_ms int) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  if pause_ms not between 0 and 60000 then
    raise 'pause out of range' using errcode = '22023';
  end if;
  update log_quotas q
  set paid_until = greatest(paid_until, clock_timestamp() + pause_ms * interval '1 ms')
  from connections k
  where k.customer_id = c and k.id = conn and (q.account_id, q.region, q.operation) = (k.account_id, r, op);
end $$;
grant execute on function pause_log_calls(uuid, uuid, text, text, int) to sp_app;

-- A customer may have 100 saved searches. The lock makes two that are saved at the same time count each other.
create or replace function before_saved_search_insert() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('saved_searches' || new.customer_id, 0));
  if (select count(*) from saved_searches where customer_id = new.customer_id) >= 100 then
    raise 'too many saved searches' using errcode = '23514', constraint = 'too_many_saved_searches';
  end if;
  return new;
end $$;
create or replace trigger before_insert before insert on saved_searches for each row execute function before_saved_search_insert();

-- A person may have 50 favorites. The lock makes two that are saved at the same time count each other.
create or replace function before_favorite_insert() returns trigger
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('favorites' || new.customer_id || new.user_id, 0));
  if (select count(*) from favorite_log_groups where customer_id = new.customer_id and user_id = new.user_id) >= 50 then
    raise 'too many favorites' using errcode = '23514', constraint = 'too_many_favorites';
  end if;
  return new;
end $$;
create or replace trigger before_insert before insert on favorite_log_groups for each row execute function before_favorite_insert();
