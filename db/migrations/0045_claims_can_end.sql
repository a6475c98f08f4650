-- A role is one connection's. What a connection once proved is no claim for ever: when its role no longer accepts its
-- External ID and accepts another connection's, the claim ends, and a new proof of its own brings it back.
ALTER TABLE "connections" ADD COLUMN "claim_ended_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connection_claim" CHECK (claim_ended_at is null or status not in ('connected', 'not_proven'));
--> statement-breakpoint
DROP INDEX "one_live_arn";
--> statement-breakpoint
DROP INDEX "one_live_role";
--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_arn" ON "connections" USING btree ("arn_hmac") WHERE proved_at is not null and status <> 'removed' and claim_ended_at is null;
--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_role" ON "connections" USING btree ("account_id","role_id") WHERE proved_at is not null and status <> 'removed' and claim_ended_at is null;
--> statement-breakpoint
grant select (claim_ended_at) on connections to sp_app, sp_worker;
--> statement-breakpoint
grant update (claim_ended_at) on connections to sp_worker;
--> statement-breakpoint
-- As before, and: a proof brings the claim back (unless another connection has it: one_live_arn).
create or replace function connection_moved() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ declare r verification_runs; begin
  if (new.customer_id, new.id, new.created_at) is distinct from (old.customer_id, old.id, old.created_at) or old.status = 'removed'
    then raise 'connection is fixed' using errcode = '23001'; end if;
  if new.role_arn is distinct from old.role_arn and (to_jsonb(new) - 'role_arn') = (to_jsonb(old) - 'role_arn')
    and exists (select from reseals x where x.customer_id = new.customer_id and x.connection_id = new.id and x.sealed = new.role_arn) then return new; end if;
  if new.status <> old.status and not may_move(old.status, new.status)
    then raise 'connections: % -> % refused', old.status, new.status using errcode = '23514', constraint = 'status_move'; end if;
  new.removed_at := case when new.status = 'removed' then now() end;
  if new.status = 'removed' then
    update external_ids set state = 'retired' where customer_id = new.customer_id and connection_id = new.id and state <> 'retired';
    delete from candidates where customer_id = new.customer_id and connection_id = new.id;
    new.role_arn := null; new.next_check_at := null; new.lease_until := null; new.lease_token := null; new.waiting_until := null;
    return new;
  end if;
  if new.status = 'connected' and old.status <> 'connected' or (new.role_arn, new.arn_hmac, new.account_id, new.role_id, new.external_id_id, new.proved_run_id, new.proved_at)
       is distinct from (old.role_arn, old.arn_hmac, old.account_id, old.role_id, old.external_id_id, old.proved_run_id, old.proved_at) then
    select * into r from verification_runs where customer_id = new.customer_id and id = new.proved_run_id;
    if not proves(r, new) then raise 'no matching secure run' using errcode = '23514', constraint = 'no_proof'; end if;
    new.proved_at := r.finished_at; new.refused_at := null; new.claim_ended_at := null;
    new.status := case when old.status = 'disabled' and new.status = 'disabled' then 'disabled' else 'connected' end;
  end if;
  if new.status <> 'checking' then new.waiting_until := null; end if;
  if new.status <> 'disabled' then new.disabled_by := null; end if;
  return new; end $$;
--> statement-breakpoint
-- As before, but a connection whose claim has ended is connected nowhere.
create or replace function account_connected_elsewhere(c uuid, account text) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$ begin
  perform must_be_own(c);
  return exists (select from connections k where k.account_id = account and k.customer_id <> c and k.proved_at is not null and k.status <> 'removed' and k.claim_ended_at is null); end $$;
--> statement-breakpoint
select pgboss.create_queue('mail-claim', '{"policy": "standard", "notify": true, "retryLimit": 8, "retryDelay": 5, "retryBackoff": true, "expireInSeconds": 60, "heartbeatSeconds": 10, "deadLetter": "dead-letters"}');
