CREATE TABLE "sts_regions" (
	"region" text PRIMARY KEY NOT NULL,
	"paid_until" timestamp with time zone NOT NULL,
	"broken_at" timestamp with time zone,
	"trial_at" timestamp with time zone,
	CONSTRAINT "sts_region" CHECK (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$')
);
--> statement-breakpoint
ALTER TABLE "sts_regions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "owner" ON "sts_regions" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "sts_regions" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- One bucket for each region over all processes: a second's calls at most are saved up. Who was asked by a person waits for
-- missing calls and has them; background work is told how long to wait and to ask again, and leaves `held_back` calls to the others.
create function take_sts_calls(r text, calls int, per_second numeric, held_back numeric, out taken boolean, out wait_ms int)
  language plpgsql security definer set search_path = pg_catalog, public set synchronous_commit = off as $$ declare s sts_regions; at timestamptz; free numeric; spare numeric; begin
  if calls not between 1 and 100 or per_second <= 0 or held_back < 0 then raise 'calls out of range' using errcode = '22023'; end if;
  insert into sts_regions (region, paid_until) values (r, clock_timestamp() - interval '1 s') on conflict do nothing;
  select * into s from sts_regions where region = r for no key update;
  at := clock_timestamp();
  free := least(per_second, extract(epoch from at - s.paid_until) * per_second);
  spare := least(held_back, greatest(0, per_second - calls));
  if spare > 0 and free < calls + spare then
    taken := false; wait_ms := ceil(1000 * (calls + spare - free) / per_second); return; end if;
  taken := true; wait_ms := greatest(0, ceil(1000 * (calls - free) / per_second));
  update sts_regions set paid_until = greatest(paid_until, at - interval '1 s') + calls / per_second * interval '1 s' where region = r; end $$;
--> statement-breakpoint
-- The circuit breaker. `open` = no run may begin; `trial` = this one may, alone, to see whether our credentials work again.
create function sts_gate(r text) returns text language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  if not exists (select from sts_regions where region = r and broken_at is not null) then return 'shut'; end if;
  update sts_regions set trial_at = now() + interval '30 s' where region = r and broken_at is not null and trial_at <= now();
  return case when found then 'trial' else 'open' end; end $$;
--> statement-breakpoint
-- How long nothing needs to be begun, in milliseconds; 0 = work goes on, or a trial is due.
create function sts_paused(r text) returns int language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce((select greatest(0, ceil(1000 * extract(epoch from trial_at - now())))::int from sts_regions where region = r and broken_at is not null), 0) $$;
--> statement-breakpoint
create function sts_broken(r text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  insert into sts_regions (region, paid_until, broken_at, trial_at) values (r, now(), now(), now() + interval '30 s')
    on conflict (region) do update set broken_at = coalesce(sts_regions.broken_at, now()), trial_at = now() + interval '30 s';
  insert into alerts (kind) values ('our-credentials') on conflict (kind, customer_id, connection_id) where resolved_at is null do nothing; end $$;
--> statement-breakpoint
create function sts_works(r text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  update sts_regions set broken_at = null, trial_at = null where region = r and broken_at is not null;
  if found then update alerts set resolved_at = now() where kind = 'our-credentials' and customer_id is null and resolved_at is null; end if; end $$;
--> statement-breakpoint
-- What is the partner's own matter is raised once, not once for each connection that met it.
create function raise_partner_alert(alert_kind text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  if alert_kind not in ('control-failed', 'too-many-refusals') then raise 'no such alert' using errcode = '22023'; end if;
  insert into alerts (kind) values (alert_kind) on conflict (kind, customer_id, connection_id) where resolved_at is null do nothing; end $$;
--> statement-breakpoint
revoke execute on function take_sts_calls(text,int,numeric,numeric), sts_gate(text), sts_paused(text), sts_broken(text), sts_works(text), raise_partner_alert(text) from public;
--> statement-breakpoint
grant execute on function take_sts_calls(text,int,numeric,numeric), sts_gate(text), sts_broken(text), sts_works(text), raise_partner_alert(text) to sp_app, sp_worker;
--> statement-breakpoint
grant execute on function sts_paused(text) to sp_worker, sp_staff;
