-- Each probe, each closed run and each proof of a connection carries a MAC by a key that the database does not know. The
-- database still judges; the processes check the MAC when they read one, so that SQL alone can't make a proof.
ALTER TABLE "verification_probes" ADD COLUMN "mac" text;
--> statement-breakpoint
ALTER TABLE "verification_probes" ADD CONSTRAINT "probe_mac" CHECK (mac ~ '^v1\.[a-z0-9]{1,16}\.[A-Za-z0-9_-]{43}$');
--> statement-breakpoint
ALTER TABLE "verification_runs" ADD COLUMN "mac" text;
--> statement-breakpoint
ALTER TABLE "verification_runs" ADD CONSTRAINT "run_mac" CHECK (mac is null or (mac ~ '^v1\.[a-z0-9]{1,16}\.[A-Za-z0-9_-]{43}$' and finished_at is not null));
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "proof_mac" text;
--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connection_proof_mac" CHECK (proof_mac ~ '^v1\.[a-z0-9]{1,16}\.[A-Za-z0-9_-]{43}$');
--> statement-breakpoint
grant update (mac) on verification_runs to sp_app, sp_worker;
--> statement-breakpoint
grant select (proof_mac), update (proof_mac) on connections to sp_app, sp_worker;
--> statement-breakpoint
-- As before, and: the MAC is put on a run once, after it was closed, because it covers the moment that the closing set.
create or replace function run_closed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ declare
  free text[] = '{finished_at,verdict,account_id,role_id,lease_until,control,outcome_reason,retired_total,log_checks,planned,session_name,sts_region}'; begin
  if old.finished_at is not null and old.mac is null and new.mac is not null and (to_jsonb(new) - 'mac') = (to_jsonb(old) - 'mac') then return new; end if;
  if old.finished_at is not null or (to_jsonb(new) - free) <> (to_jsonb(old) - free) then raise 'a run is closed once' using errcode = '23001'; end if;
  new.lease_until := least(new.lease_until, now() + interval '10 min');
  if new.verdict = 'lost' and old.lease_until > now() then raise 'lease is alive' using errcode = '23514', constraint = 'lease_alive'; end if;
  if new.verdict is not null then new.finished_at := clock_timestamp(); end if;
  if new.verdict not in ('insecure','lost') and exists (select from verification_probes p where p.customer_id = new.customer_id and p.run_id = new.id and p.expected = 'denied' and p.got = 'granted')
    then raise 'a negative was granted' using errcode = '23514', constraint = 'negative_granted'; end if;
  if new.verdict = 'secure' and (
       (select count(*) from verification_probes p where p.customer_id = new.customer_id and p.run_id = new.id and p.name = 'right' and p.got = 'granted') < 2
    or exists (select from unnest('{none,doubled,upper,near-miss,random}'::text[]) want where not exists (select from verification_probes p
         where p.customer_id = new.customer_id and p.run_id = new.id and p.name = want and p.got = 'denied' and p.code = 'AccessDenied' and p.request_id <> ''))
    or exists (select from verification_probes p where p.customer_id = new.customer_id and p.run_id = new.id and p.expected <> 'either' and p.got <> p.expected))
    then raise 'probes do not carry this verdict' using errcode = '23514', constraint = 'probes_missing'; end if;
  return new; end $$;
--> statement-breakpoint
-- The same door, and with the ARN comes what its proof's MAC was made of: the caller checks it before it uses the ARN.
drop function open_connection_for_read(uuid, uuid, boolean);
--> statement-breakpoint
create function open_connection_for_read(c uuid, conn uuid, in_sandbox boolean, out role_arn text, out arn_hmac text, out external_id text, out role_id text, out external_id_id uuid,
    out account_id text, out proved_at timestamptz, out tier text, out log_group_prefix text, out regions text[], out proved_run_id uuid, out proof_mac text)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$ begin
  perform must_be_own(c);
  select k.role_arn, k.arn_hmac, e.value, k.role_id, e.id, k.account_id, k.proved_at, k.tier, k.log_group_prefix, k.regions, k.proved_run_id, k.proof_mac
    into role_arn, arn_hmac, external_id, role_id, external_id_id, account_id, proved_at, tier, log_group_prefix, regions, proved_run_id, proof_mac
    from connections k join customers u on u.id = k.customer_id and u.suspended_at is null
    join external_ids e on (e.customer_id, e.connection_id, e.id) = (k.customer_id, k.id, k.external_id_id) and e.state = 'current'
    join verification_runs v on (v.customer_id, v.id) = (k.customer_id, k.proved_run_id) and v.sandbox = in_sandbox
   where k.customer_id = c and k.id = conn and k.status = 'connected' and k.proved_at > now() - interval '24 h';
  if not found then raise 'not found' using errcode = 'P0002'; end if; end $$;
--> statement-breakpoint
revoke execute on function open_connection_for_read(uuid,uuid,boolean) from public;
--> statement-breakpoint
grant execute on function open_connection_for_read(uuid,uuid,boolean) to sp_app;
--> statement-breakpoint
-- What was proven before has no MAC and counts no longer: the worker verifies it again at once. Its reports name a key that
-- no ring has, so that they are not taken for forged ones.
alter table connections no force row level security;
--> statement-breakpoint
update connections set status = 'not_proven', next_check_at = now() where status = 'connected';
--> statement-breakpoint
alter table connections force row level security;
--> statement-breakpoint
alter table verification_runs no force row level security;
--> statement-breakpoint
update verification_runs set mac = 'v1.beforesignatures.' || repeat('A', 43) where finished_at is not null;
--> statement-breakpoint
alter table verification_runs force row level security;
