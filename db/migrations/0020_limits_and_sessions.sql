-- What a network, a person or a customer has used of a limit. Unlogged: losing it in a crash is no loss, and each use is a write.
CREATE UNLOGGED TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
grant select, insert, update, delete on rate_limits to sp_signin;
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "browser" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "session_browser" CHECK (browser ~ '^[A-Za-z ]{1,40}$');
--> statement-breakpoint
-- The live sessions of whoever holds this one, the newest first. `mine` is this one itself.
create function sessions_beside(h text) returns table (id uuid, created_at timestamptz, expires timestamptz, browser text, mine boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.created_at, o.expires, o.browser, o.session_token = h from sessions s join sessions o on o.user_id = s.user_id and o.expires > now()
   where s.session_token = h and s.expires > now() order by o.created_at desc, o.id limit 100 $$;
--> statement-breakpoint
-- Ends one of one's own sessions, or (null) all but this one. Answers how many ended; one that is not one's own is none.
create function end_sessions_beside(h text, one uuid) returns int language plpgsql security definer set search_path = pg_catalog, public as $$ declare u uuid; n int; begin
  select user_id into u from sessions where session_token = h and expires > now();
  if u is null then return 0; end if;
  delete from sessions where user_id = u and case when one is null then session_token <> h else id = one end;
  get diagnostics n = row_count;
  if n > 0 then perform write_audit('partner', 'sessions.ended', case when exists (select from staff where user_id = u) then 'staff:' else 'user:' end || u, jsonb_build_object('sessions', n)); end if;
  return n; end $$;
--> statement-breakpoint
create function name_browser(h text, said text) returns void language sql security definer set search_path = pg_catalog, public as $$
  update sessions set browser = said where session_token = h $$;
--> statement-breakpoint
revoke execute on function sessions_beside(text), end_sessions_beside(text,uuid), name_browser(text,text) from public;
--> statement-breakpoint
grant execute on function sessions_beside(text), end_sessions_beside(text,uuid), name_browser(text,text) to sp_signin;
--> statement-breakpoint
-- An ARN sealed anew under another key: the one change of `role_arn` that needs no proof. Only the owner, who runs no process,
-- may call it; the row in `reseals` tells the trigger that it did, in this transaction, and no runtime role may write one.
CREATE TABLE "reseals" (
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "reseals_customer_id_connection_id_pk" PRIMARY KEY("customer_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "reseals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "owner" ON "reseals" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "reseals" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
create or replace function connection_moved() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ declare r verification_runs; begin
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
    new.proved_at := r.finished_at; new.refused_at := null;
    new.status := case when old.status = 'disabled' and new.status = 'disabled' then 'disabled' else 'connected' end;
  end if;
  if new.status <> 'checking' then new.waiting_until := null; end if;
  if new.status <> 'disabled' then new.disabled_by := null; end if;
  return new; end $$;
--> statement-breakpoint
-- False = the row holds another ciphertext by now: a proof has sealed it anew, and nothing was written.
create function reseal_role_arn(c uuid, conn uuid, was text, becomes text) returns boolean language plpgsql set search_path = pg_catalog, public as $$ declare done boolean; begin
  if split_part(was, '.', 2) = split_part(becomes, '.', 2) or becomes !~ '^v1\.[a-z0-9]{1,16}\.[A-Za-z0-9_-]+$' then raise 'not another key' using errcode = '23514'; end if;
  insert into reseals values (c, conn, becomes);
  update connections set role_arn = becomes where customer_id = c and id = conn and role_arn = was and status <> 'removed'; done := found;
  delete from reseals where customer_id = c and connection_id = conn; return done; end $$;
--> statement-breakpoint
revoke execute on function reseal_role_arn(uuid,uuid,text,text) from public;
