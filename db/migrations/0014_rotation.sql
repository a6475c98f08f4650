ALTER TABLE "connections" ADD COLUMN "regular_check_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "reminders" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connection_reminders" CHECK (reminders between 0 and 9);--> statement-breakpoint
grant select (regular_check_at,reminders), update (regular_check_at,reminders) on connections to sp_app, sp_worker;
--> statement-breakpoint
-- Never a third live ID: while the former one still retires, no new one is minted. A second pending one is one_of_each's to refuse.
create or replace function mint_external_id(c uuid, conn uuid) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$ declare x uuid; begin
  perform must_be_own(c);
  perform from connections where customer_id = c and id = conn and status not in ('draft','checking','removed') for no key update;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  if exists (select from external_ids where customer_id = c and connection_id = conn and state = 'retiring')
    then raise 'the former ID still retires' using errcode = '23514', constraint = 'third_id'; end if;
  insert into external_ids (customer_id, connection_id) values (c, conn) returning id into x; return x; end $$;
--> statement-breakpoint
-- As before, and: seven days after a switch no run proves anything that did not see the former ID refused.
create or replace function proves(r verification_runs, k connections) returns boolean language sql stable set search_path = pg_catalog, public as $$
  select coalesce(r.verdict = 'secure' and r.finished_at >= now() - interval '15 min'
    and (r.customer_id, r.connection_id, r.external_id_id, r.arn_hmac, r.account_id, r.role_id) is not distinct from
        (k.customer_id, k.id, k.external_id_id, k.arn_hmac, k.account_id, k.role_id)
    and not exists (select from verification_runs n where n.customer_id = r.customer_id and n.connection_id = r.connection_id
        and n.started_at > r.started_at and n.verdict in ('secure','insecure','refused'))
    and exists (select from external_ids e where e.customer_id = k.customer_id and e.connection_id = k.id and e.id = k.external_id_id
        and e.state = 'current')
    and not exists (select from external_ids e where e.customer_id = k.customer_id and e.connection_id = k.id and e.state = 'retiring'
        and e.state_at < now() - interval '7 days' and not exists (select from verification_probes p where p.customer_id = r.customer_id
          and p.run_id = r.id and p.name = 'retiring' and p.got = 'denied')), false) $$;
--> statement-breakpoint
-- Staff ask for a rotation and the worker begins it. The reason is a word.
create function request_rotation(who uuid, c uuid, conn uuid, why text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{operator,admin}');
  if why is null or why !~ '^[a-z][a-z-]{0,39}$' then raise 'a reason is needed' using errcode = '23514', constraint = 'reason'; end if;
  perform from connections where customer_id = c and id = conn and status not in ('draft','checking','disabled','removed') for no key update;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  if exists (select from external_ids where customer_id = c and connection_id = conn and state in ('pending','retiring'))
    then raise 'a rotation is under way' using errcode = '23514', constraint = 'third_id'; end if;
  perform enqueue_job('rotate', jsonb_build_object('customer', c, 'connection', conn, 'user', who));
  perform write_audit(c::text, 'rotation.requested', 'staff:' || who, jsonb_build_object('connection', conn, 'reason', why)); end $$;
--> statement-breakpoint
revoke execute on function request_rotation(uuid,uuid,uuid,text) from public;
--> statement-breakpoint
grant execute on function request_rotation(uuid,uuid,uuid,text) to sp_staff;
--> statement-breakpoint
select pgboss.create_queue('rotate', '{"policy": "short", "notify": true, "retryLimit": 5, "retryDelay": 2, "retryBackoff": true, "expireInSeconds": 60, "heartbeatSeconds": 10, "deadLetter": "dead-letters"}');
--> statement-breakpoint
select pgboss.create_queue('mail-rotation', '{"policy": "standard", "notify": true, "retryLimit": 8, "retryDelay": 5, "retryBackoff": true, "expireInSeconds": 60, "heartbeatSeconds": 10, "deadLetter": "dead-letters"}');
