-- One customer's share of the calls to STS, region by region. Unlogged as the other counters of seconds: a crash that empties it
-- costs nobody anything.
CREATE UNLOGGED TABLE "sts_shares" (
	"customer_id" uuid NOT NULL,
	"region" text NOT NULL,
	"paid_until" timestamp with time zone NOT NULL,
	CONSTRAINT "sts_shares_customer_id_region_pk" PRIMARY KEY("customer_id","region"),
	CONSTRAINT "sts_share_of_customer" FOREIGN KEY ("customer_id") REFERENCES "customers"("id"),
	CONSTRAINT "sts_share_region" CHECK (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$')
);
--> statement-breakpoint
ALTER TABLE "sts_shares" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "owner" ON "sts_shares" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "sts_shares" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "sts_regions" ADD COLUMN "background_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sts_regions" ADD COLUMN "background_waits_until" timestamp with time zone;
--> statement-breakpoint
drop function take_sts_calls(text,int,numeric,numeric);
--> statement-breakpoint
-- One bucket for each region over all processes: a second's calls at most are saved up. Who gets a call, by priority:
-- `interactive`, a person waits: at once, also ahead of what is saved up, but for two bounds. A customer who used up its share
-- (a tenth of all calls, and never less than one verification's ten at once) has only what nobody else needs: what is saved up
-- beyond the reserve. And nobody runs further ahead than three seconds' calls.
-- `background`: leaves a reserve of six tenths of a second to people. While it waits for that, a fifth of all calls is put
-- aside for it, which it has whatever people ask for, so that it never starves.
-- `overdue`: who has waited as long as it can, and whose run is open: at once, ahead of what is saved up.
-- `taken` = the calls are ours after `wait_ms`; else nothing was taken, and it is worth asking again after `wait_ms`.
create function take_sts_calls(c uuid, r text, calls int, per_second numeric, priority text, out taken boolean, out wait_ms int)
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
    perform must_be_own(c);
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
      -- It begins to wait: what is put aside for it grows from now on.
      s.background_until := at;
    end if;
    until_own_s := calls / (background_share * per_second) - extract(epoch from at - s.background_until);
    taken := until_saved_up_s <= 0 or until_own_s <= 0;
  else
    if c is not null then
      insert into sts_shares values (c, r, '-infinity') on conflict do nothing;
      select greatest(paid_until, at - own_most / own_rate * interval '1 s') into own_until
      from sts_shares where (customer_id, region) = (c, r) for no key update;
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
    update sts_regions
    set paid_until = greatest(paid_until, at - interval '1 s') + calls / per_second * interval '1 s',
      -- What was put aside for it is used up by so much; at most a second's worth is kept.
      background_until = case
        when priority = 'background' and s.background_until is not null
          then least(at, greatest(s.background_until, at - interval '1 s') + calls / (background_share * per_second) * interval '1 s')
        else background_until end
    where region = r;
    if own_until is not null then
      -- What nobody else needed is not charged: the share is empty then, and fills again from now on.
      update sts_shares set paid_until = least(at, own_until + calls / own_rate * interval '1 s') where (customer_id, region) = (c, r);
    end if;
    return;
  end if;
  wait_ms := greatest(1, ceil(1000 * least(until_own_s, until_saved_up_s)));
  if priority = 'background' then
    -- Whoever is told to wait asks again within twice that time.
    update sts_regions
    set background_until = s.background_until, background_waits_until = at + (1000 + 2 * wait_ms) * interval '1 ms'
    where region = r;
  end if;
end $$;
--> statement-breakpoint
revoke execute on function take_sts_calls(uuid,text,int,numeric,text) from public;
--> statement-breakpoint
grant execute on function take_sts_calls(uuid,text,int,numeric,text) to sp_app, sp_worker;
