-- A call that lay unused is saved up for 0.8 s: who takes it must send it within a second of its moment, and the way there takes
-- time too. Saved up for a whole second, the oldest calls of a high quota had all but run out when they came.
create or replace function take_log_calls(c uuid, conn uuid, r text, op text, calls int, per_second numeric, patience_ms int, out given int, out first_ms double precision, out used int)
  language plpgsql security definer set search_path = pg_catalog, public as $$ declare q log_quotas; acct text; at timestamptz; paid timestamptz; this_second timestamptz; begin
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
  paid := greatest(q.paid_until, at - interval '800 ms');
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
-- A counter of seconds: a crash empties it, pauses after AWS's own limit too, which AWS would tell again; no read waits for the disk.
alter table log_quotas set unlogged;
--> statement-breakpoint
-- A setting of a function ends with it, before the commit that it was for: whoever takes calls to STS sets it for the transaction.
alter function pause_log_calls(uuid,uuid,text,text,int) reset synchronous_commit;--> statement-breakpoint
alter function take_sts_calls(text,int,numeric,numeric) reset synchronous_commit;
