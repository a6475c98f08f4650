-- Every act of a customer's person leaves an audit row, and the audit is the counter: it cannot be changed, and the head of a
-- chain is locked before it is read, so that two acts at once are counted one after the other. What stops, ends or takes away
-- (remove, disable, cancel, revoke, demote) has no budget, and needs none: each of them undoes one act that had one.
create function act_of(ev text, attributes jsonb) returns text
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select case
    when ev in ('connection.started', 'rotation.started') then 'external_ids'
    when ev = 'run.started' then 'verifications'
    when ev in ('logs.opened', 'logs.tailed') then 'role_sessions'
    when ev in ('connection.removed', 'connection.disabled', 'submission.expired', 'search.removed') then null
    when ev in ('rotation.cancelled', 'rotation.switched', 'rotation.retired', 'run.closed', 'logs.answered') then null
    when ev in ('member.removed', 'invitation.revoked', 'invitation.accepted', 'support.ended', 'sessions.ended') then null
    when ev = 'member.changed' and attributes->>'role' = 'member' then null
    else 'changes'
  end
$$;
--> statement-breakpoint
-- How many acts of a kind the people of one customer may do within a time. docs/security.md has the same figures.
create function act_limits() returns table (act text, within interval, at_most int)
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  values
    ('external_ids', interval '10 min', 30),
    ('external_ids', interval '1 day', 300),
    ('verifications', interval '10 min', 120),
    ('role_sessions', interval '10 min', 3000),
    ('changes', interval '10 min', 300)
$$;
--> statement-breakpoint
CREATE INDEX "audit_acts" ON "audit_events" USING btree ("chain",act_of(event, ids),"at" DESC NULLS FIRST) WHERE actor like 'user:%' and act_of(event, ids) is not null;
--> statement-breakpoint
-- When the next act of this kind is possible, or null while one is. Reads the newest rows of the index, at most as many as the
-- budget has; now() and not the clock, which no index condition may name.
create function act_free_at(c text, kind text) returns timestamptz
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select max(spent.free_at)
  from act_limits() l,
    lateral (
      select e.at + l.within as free_at
      from audit_events e
      where e.chain = c and act_of(e.event, e.ids) = kind and e.actor like 'user:%' and e.at > now() - l.within
      order by e.at desc
      offset l.at_most - 1
      limit 1
    ) spent
  where l.act = kind
$$;
--> statement-breakpoint
-- As before, and: an act of a customer's person over its budget is refused, and the hint says when the next is possible and
-- what the time is now, in milliseconds since 1970.
create or replace function write_audit(c text, ev text, who text, i jsonb) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  h audit_heads;
  e audit_events;
  kind text;
  free_at timestamptz;
begin
  insert into audit_heads values (c, 0, ''::bytea) on conflict do nothing;
  select * into h from audit_heads where chain = c for update;
  if session_user = 'sp_app' then
    kind := act_of(ev, i);
    free_at := act_free_at(c, kind);
    if free_at is not null then
      raise 'too many acts' using errcode = '23514', constraint = 'budget_' || kind,
        hint = format('%s %s', floor(1000 * extract(epoch from free_at))::bigint, floor(1000 * extract(epoch from clock_timestamp()))::bigint);
    end if;
  end if;
  e := row(c, h.seq + 1, clock_timestamp(), ev, who, i, null);
  e.hash := audit_hash(h.hash, e);
  insert into audit_events select (e).*;
  update audit_heads set seq = e.seq, hash = e.hash where chain = c;
  return e.seq;
end $$;
--> statement-breakpoint
-- As before, and: a role that the person has already is no change, and leaves no row.
create or replace function set_member_role(c uuid, who uuid, u uuid, as_role text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform must_be_own(c);
  perform from memberships where customer_id = c and role = 'owner' order by user_id for update;
  perform must_be_owner(c, who);
  if as_role is distinct from 'owner' and not exists (select from memberships where customer_id = c and role = 'owner' and user_id <> u) then
    raise 'the last owner stays' using errcode = '23514', constraint = 'last_owner';
  end if;
  update memberships set role = as_role where customer_id = c and user_id = u and role is distinct from as_role;
  if not found then
    perform from memberships where customer_id = c and user_id = u;
    if not found then
      raise 'not found' using errcode = 'P0002';
    end if;
    return;
  end if;
  perform write_audit(c::text, 'member.changed', 'user:' || who, jsonb_build_object('user', u, 'role', as_role));
end $$;
--> statement-breakpoint
revoke execute on function act_of(text,jsonb), act_limits(), act_free_at(text,text) from public;
--> statement-breakpoint
-- Calls that staff's guard denied, counted: the first of a person at an entry point is written at once, and those that follow
-- within ten minutes become one audit row with their number. The row here is what is not written yet.
CREATE TABLE "denied_calls" (
	"actor" text NOT NULL,
	"entry_point" text NOT NULL,
	"counted_until" timestamp with time zone NOT NULL,
	"not_written" integer NOT NULL,
	CONSTRAINT "denied_calls_actor_entry_point_pk" PRIMARY KEY("actor","entry_point"),
	CONSTRAINT "denied_call_actor" CHECK (actor ~ '^(user|staff):[0-9a-f-]{36}$'),
	CONSTRAINT "denied_call_entry_point" CHECK (entry_point ~ '^[a-z][a-z-]{0,39}$'),
	CONSTRAINT "denied_call_number" CHECK (not_written between 0 and 999999999)
);
--> statement-breakpoint
ALTER TABLE "denied_calls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "owner" ON "denied_calls" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "denied_calls" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
create function record_denied_call(who text, c uuid, entry text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  d denied_calls;
begin
  if not coalesce(may_sign('partner', who), false) then
    raise 'in nobody else''s name' using errcode = '42501', constraint = 'audit_actor';
  end if;
  insert into denied_calls values (who, entry, '-infinity', 0) on conflict do nothing;
  select * into d from denied_calls where (actor, entry_point) = (who, entry) for update;
  if not found then
    -- The worker deleted the row between the two statements.
    insert into denied_calls values (who, entry, '-infinity', 0) returning * into d;
  end if;
  if d.counted_until > clock_timestamp() and d.not_written < 999999999 then
    update denied_calls set not_written = not_written + 1 where (actor, entry_point) = (who, entry);
    return;
  end if;
  update denied_calls set counted_until = clock_timestamp() + interval '10 min', not_written = 0 where (actor, entry_point) = (who, entry);
  if d.not_written > 0 then
    perform write_audit('partner', 'staff_door.refused', who, jsonb_build_object('entry', entry, 'times', d.not_written));
  end if;
  perform write_audit('partner', 'staff_door.refused', who, jsonb_strip_nulls(jsonb_build_object('entry', entry, 'customer', c)));
end $$;
--> statement-breakpoint
-- Writes down what was counted in windows that are over, at most 500 of them at a time; answers how many there were.
create function write_denied_calls() returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  d denied_calls;
  n int := 0;
begin
  for d in
    delete from denied_calls x
    where (x.actor, x.entry_point) in (
      select y.actor, y.entry_point from denied_calls y where y.counted_until <= now()
      order by y.counted_until limit 500 for update skip locked
    )
    returning x.*
  loop
    n := n + 1;
    if d.not_written > 0 then
      perform write_audit('partner', 'staff_door.refused', d.actor, jsonb_build_object('entry', d.entry_point, 'times', d.not_written));
    end if;
  end loop;
  return n;
end $$;
--> statement-breakpoint
revoke execute on function record_denied_call(text,uuid,text), write_denied_calls() from public;
--> statement-breakpoint
grant execute on function record_denied_call(text,uuid,text) to sp_signin;
--> statement-breakpoint
grant execute on function write_denied_calls() to sp_worker;
