-- How many calls to AWS STS all processes together may make, by Region.

-- One bucket for each Region and all processes, which saves up the calls of at most one second. `priority` decides who gets
-- calls. `interactive` means that a person waits: they get calls at once, also ahead of what is saved up, with two limits. A
-- customer that has used its share (a tenth of all calls, and at least ten at once, enough for a verification without retired
-- External IDs) gets only what other customers don't need: what is saved up beyond the reserve. And no call is granted more
-- than three seconds ahead. `background` leaves a reserve of six tenths of a second to people. While it waits, a fifth of all
-- calls is kept for it, so it never starves. `overdue` is for work that has waited as long as it can and whose run is open:
-- at once, ahead of what is saved up. `taken` means that the calls may be made after `wait_ms`; otherwise nothing was taken,
-- and the caller asks again after `wait_ms`.
create or replace function take_sts_calls(
  c uuid, r text, calls int, per_second numeric, priority text,
  out taken boolean, out wait_ms int
)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  reserve_share constant numeric := 0.6;
  background_share constant numeric := 0.2;
  customer_share constant numeric := 0.1;
  one_verification constant numeric := 10;
  most_ahead_s constant numeric := 3;
  s sts_regions;
  at timestamptz;
  free numeric;
  reserve numeric;
  until_saved_up_s numeric;
  own_until timestamptz;
  own_rate numeric := customer_share * per_second;
  own_most numeric := greatest(one_verification, own_rate);
  until_own_s numeric := 0;
begin
  if c is not null or session_user = 'sp_app' then
    perform assert_tenant(c);
  end if;
  if calls not between 1 and 100 or per_second <= 0 or priority not in ('interactive', 'background', 'overdue') then
    raise 'calls out of range' using errcode = '22023';
  end if;
  insert into sts_regions (region, paid_until) values (r, clock_timestamp() - interval '1 s') on conflict do nothing;
  select * into s from sts_regions where region = r for no key update;
  at := clock_timestamp();
  free := least(per_second, extract(epoch from at - s.paid_until) * per_second);
  reserve := least(reserve_share * per_second, greatest(0, per_second - calls));
  until_saved_up_s := (least(per_second, calls + reserve) - free) / per_second;
  if priority = 'overdue' then
    taken := true;
  elsif priority = 'background' then
    if coalesce(s.background_waits_until, '-infinity') < at then
      -- It begins to wait: what is kept for it grows from now on.
      s.background_until := at;
    end if;
    until_own_s := calls / (background_share * per_second) - extract(epoch from at - s.background_until);
    taken := until_saved_up_s <= 0 or until_own_s <= 0;
  else
    if c is not null then
      insert into sts_shares values (c, r, '-infinity') on conflict do nothing;
      select greatest(paid_until, at - own_most / own_rate * interval '1 s') into own_until
      from sts_shares
      where (customer_id, region) = (c, r)
      for no key update;
      until_own_s := (least(calls, own_most) - extract(epoch from at - own_until) * own_rate) / own_rate;
    end if;
    -- Within the share: as far ahead as everybody may go. Beyond it: what is saved up, unless background work waits for that.
    until_own_s := greatest(until_own_s, -free / per_second - most_ahead_s);
    if s.background_waits_until >= at then
      until_saved_up_s := greatest(until_saved_up_s, until_own_s);
    end if;
    taken := until_own_s <= 0 or until_saved_up_s <= 0;
  end if;
  if taken then
    wait_ms := greatest(0, ceil(1000 * (calls - free) / per_second));
    -- These calls use up what was kept for background work, of which at most one second is kept.
    update sts_regions
    set paid_until = greatest(paid_until, at - interval '1 s') + calls / per_second * interval '1 s',
      calls_taken = calls_taken + calls,
      background_until = case
        when priority = 'background'
          and s.background_until is not null then least(
            at, greatest(s.background_until, at - interval '1 s') + calls / (background_share * per_second) * interval '1 s'
          )
        else background_until
      end
    where region = r;
    if own_until is not null then
      -- What other customers did not need is not charged: the share is then empty, and fills again from now on.
      update sts_shares
      set paid_until = least(at, own_until + calls / own_rate * interval '1 s')
      where (customer_id, region) = (c, r);
    end if;
    return;
  end if;
  wait_ms := greatest(1, ceil(1000 * least(until_own_s, until_saved_up_s)));
  if priority = 'background' then
    -- A caller that must wait asks again within twice that time.
    update sts_regions
    set background_until = s.background_until, background_waits_until = at + (1000 + 2 * wait_ms) * interval '1 ms'
    where region = r;
  end if;
end $$;
grant execute on function take_sts_calls(uuid, text, int, numeric, text) to sp_app, sp_worker;

-- Whether runs may begin in a Region, as its circuit breaker says. `shut` lets runs begin, `open` does not, and `trial` lets
-- one run begin to see whether our credentials work again.
create or replace function sts_breaker(r text) returns text
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from sts_regions where region = r and broken_at is not null) then
    return 'shut';
  end if;
  update sts_regions set trial_at = now() + interval '30 s' where region = r and broken_at is not null and trial_at <= now();
  return case when found then 'trial' else 'open' end;
end $$;
grant execute on function sts_breaker(text) to sp_app, sp_worker;

-- For how many milliseconds no run needs to begin; 0 means that work continues or a trial is due.
create or replace function sts_paused(r text) returns int
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(
    (
      select greatest(0, ceil(1000 * extract(epoch from trial_at - now())))::int
      from sts_regions
      where region = r and broken_at is not null
    ),
    0
  )
$$;
grant execute on function sts_paused(text) to sp_staff, sp_worker;

-- Records that AWS refused the partner's own credentials.
create or replace function record_sts_failure(r text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into sts_regions (region, paid_until, broken_at, trial_at)
  values (r, now(), now(), now() + interval '30 s')
  on conflict (region) do update set broken_at = coalesce(sts_regions.broken_at, now()), trial_at = now() + interval '30 s';
  perform match_alert('our-credentials', null, null);
end $$;
grant execute on function record_sts_failure(text) to sp_app, sp_worker;

-- Records that the partner's own credentials work, and ends the alert.
create or replace function record_sts_success(r text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update sts_regions set broken_at = null, trial_at = null where region = r and broken_at is not null;
  if found then
    update alerts set resolved_at = now() where kind = 'our-credentials' and customer_id is null and resolved_at is null;
  end if;
end $$;
grant execute on function record_sts_success(text) to sp_app, sp_worker;
