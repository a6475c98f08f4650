CREATE TABLE "log_quotas" (
	"account_id" text NOT NULL,
	"region" text NOT NULL,
	"operation" text NOT NULL,
	"paid_until" timestamp with time zone NOT NULL,
	"second" timestamp with time zone NOT NULL,
	"in_second" integer NOT NULL,
	"in_second_before" integer NOT NULL,
	CONSTRAINT "log_quotas_account_id_region_operation_pk" PRIMARY KEY("account_id","region","operation"),
	CONSTRAINT "log_quota_account" CHECK (account_id ~ '^[0-9]{12}$'),
	CONSTRAINT "log_quota_region" CHECK (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
	CONSTRAINT "log_quota_operation" CHECK (operation ~ '^[A-Za-z]{1,40}$')
);
--> statement-breakpoint
ALTER TABLE "log_quotas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "owner" ON "log_quotas" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "log_quotas" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Gives out calls of one operation of CloudWatch Logs in a connection's account: `given` moments, the first `first_ms` from now
-- (it may have passed, by a second at most), each 1/per_second after the one before. A call belongs to its moment and must be sent
-- within a second of it, so that any second has at most twice `per_second` calls. No moment lies further ahead than `patience_ms`:
-- fewer calls are given then, or none. `used`: the calls of the last second, or of the one that runs, whichever are more.
create function take_log_calls(c uuid, conn uuid, r text, op text, calls int, per_second numeric, patience_ms int, out given int, out first_ms double precision, out used int)
  language plpgsql security definer set search_path = pg_catalog, public set synchronous_commit = off as $$ declare q log_quotas; acct text; at timestamptz; paid timestamptz; this_second timestamptz; begin
  perform must_be_own(c);
  if calls not between 1 and 1000 or per_second <= 0 or patience_ms < 0 then raise 'calls out of range' using errcode = '22023'; end if;
  select account_id into acct from connections where customer_id = c and id = conn and account_id is not null;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  select * into q from log_quotas where (account_id, region, operation) = (acct, r, op) for no key update;
  if not found then
    insert into log_quotas values (acct, r, op, clock_timestamp() - interval '1 s', date_trunc('second', clock_timestamp()), 0, 0) on conflict do nothing;
    select * into q from log_quotas where (account_id, region, operation) = (acct, r, op) for no key update;
  end if;
  at := clock_timestamp(); this_second := date_trunc('second', at);
  paid := greatest(q.paid_until, at - interval '1 s');
  first_ms := 1000 * (extract(epoch from paid - at) + 1 / per_second);
  given := greatest(0, least(calls, floor((patience_ms - first_ms) * per_second / 1000)::int + 1));
  if q.second < this_second then
    q.in_second_before := case when q.second = this_second - interval '1 s' then q.in_second else 0 end;
    q.in_second := 0;
  end if;
  used := greatest(q.in_second + given, q.in_second_before);
  if given > 0 then
    update log_quotas set paid_until = paid + given / per_second * interval '1 s', second = this_second, in_second = q.in_second + given, in_second_before = q.in_second_before
      where (account_id, region, operation) = (acct, r, op);
  end if; end $$;
--> statement-breakpoint
-- AWS itself limited a call: somebody else reads there too. Nobody of ours asks again before the pause is over.
create function pause_log_calls(c uuid, conn uuid, r text, op text, pause_ms int) returns void
  language plpgsql security definer set search_path = pg_catalog, public set synchronous_commit = off as $$ begin
  perform must_be_own(c);
  if pause_ms not between 0 and 60000 then raise 'pause out of range' using errcode = '22023'; end if;
  update log_quotas q set paid_until = greatest(paid_until, clock_timestamp() + pause_ms * interval '1 ms')
    from connections k where k.customer_id = c and k.id = conn and (q.account_id, q.region, q.operation) = (k.account_id, r, op); end $$;
--> statement-breakpoint
revoke execute on function take_log_calls(uuid,uuid,text,text,int,numeric,int), pause_log_calls(uuid,uuid,text,text,int) from public;
--> statement-breakpoint
grant execute on function take_log_calls(uuid,uuid,text,text,int,numeric,int), pause_log_calls(uuid,uuid,text,text,int) to sp_app;
