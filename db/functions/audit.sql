-- The audit chains. No role may call `write_audit`; processes append with `append_audit`.

-- The hash of an event, which includes the hash of the event before it.
create or replace function audit_hash(prev bytea, e audit_events) returns bytea
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select sha256(
    prev || convert_to(jsonb_build_array(e.chain, e.seq, extract(epoch from e.at)::text, e.event, e.actor, e.attributes)::text, 'UTF8')
  )
$$;

-- How many acts of a kind the people of one customer may do within a time. docs/security.md has the same figures.
create or replace function action_limits() returns table (act text, within interval, at_most int)
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  values ('external_ids', interval '10 min', 30), ('external_ids', interval '1 day', 300),
    ('verifications', interval '10 min', 120), ('role_sessions', interval '10 min', 3000), ('changes', interval '10 min', 300)
$$;

-- When the next act of this kind is possible, or null if one is possible now. Reads at most as many of the newest rows of the
-- index as the budget has. It uses now(), because an index condition can't use clock_timestamp().
create or replace function action_free_at(c text, kind text) returns timestamptz
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select max(spent.free_at)
  from action_limits() l,
    lateral (
      select e.at + l.within as free_at
      from audit_events e
      where e.chain = c and action_of(e.event, e.attributes) = kind and e.actor like 'user:%' and e.at > now() - l.within
      order by e.at desc
      offset l.at_most - 1
      limit 1
    ) spent
  where l.act = kind
$$;

-- Appends an event to a chain. An act of a customer's person over its budget is refused; the hint has the time of the next
-- possible one and the current time, in milliseconds since 1970.
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
    kind := action_of(ev, i);
    free_at := action_free_at(c, kind);
    if free_at is not null then
      raise 'too many acts'
      using errcode = '23514', constraint = 'budget_' || kind,
        hint = format(
          '%s %s', floor(1000 * extract(epoch from free_at))::bigint,
          floor(1000 * extract(epoch from clock_timestamp()))::bigint
        );
    end if;
  end if;
  e := row(c, h.seq + 1, clock_timestamp(), ev, who, i, null);
  e.hash := audit_hash(h.hash, e);
  insert into audit_events select (e).*;
  update audit_heads set seq = e.seq, hash = e.hash where chain = c;
  return e.seq;
end $$;

-- Whether the caller may write this actor into an audit row. A customer's request names its own person while they are a member.
-- sp_staff names the person of its transaction while they are staff, and never a command. sp_signin names a person as staff
-- only while they are staff.
create or replace function may_act_as(c text, who text) returns boolean
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select case session_user
    when 'sp_app' then who = 'user:' || nullif(current_setting('app.user_id', true), '')
      and exists (
        select from memberships m
        where m.customer_id = nullif(current_setting('app.customer_id', true), '')::uuid
          and m.user_id = nullif(current_setting('app.user_id', true), '')::uuid
      )
    when 'sp_worker' then who like 'system:%'
    when 'sp_staff' then who = 'staff:' || nullif(current_setting('app.user_id', true), '')
      and exists (select from staff s where s.user_id = nullif(current_setting('app.user_id', true), '')::uuid)
    when 'sp_signin' then who = 'system:sign-in'
      or exists (select from users u where who = 'user:' || u.id)
      or exists (select from staff s where who = 'staff:' || s.user_id)
    else true
  end
$$;

-- Appends an event in the caller's name: sp_app to the chain of its customer, sp_signin only to `partner`.
create or replace function append_audit(c text, ev text, who text, i jsonb) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if session_user = 'sp_app' then
    perform assert_tenant(c::uuid);
  elsif session_user = 'sp_signin' and c <> 'partner' then
    raise 'partner chain only' using errcode = '42501';
  end if;
  if c <> 'partner' and not exists (select from customers where id = c::uuid and id::text = c) then
    raise 'no such chain' using errcode = 'P0002';
  end if;
  if not coalesce(may_act_as(c, who), false) then
    raise 'the actor must be the person of the transaction' using errcode = '42501', constraint = 'audit_actor';
  end if;
  return write_audit(c, ev, who, i);
end $$;
grant execute on function append_audit(text, text, text, jsonb) to sp_app, sp_staff, sp_worker, sp_signin;

-- The first bad row of each chain, or of one chain. No row means that every link holds. A customer may ask only about its own
-- chain.
create or replace function audit_breaks(c text) returns table (chain text, seq bigint, problem text)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if session_user = 'sp_app' then
    perform assert_tenant(c::uuid);
  end if;
  return query with links as (
    select e, lag(e.hash, 1, ''::bytea) over w as prev, lag(e.seq, 1, 0::bigint) over w as prev_seq
    from audit_events e
    where c is null or e.chain = c window w as (partition by e.chain order by e.seq)
  ),
    bad as (
      select (l.e).chain, (l.e).seq, case when (l.e).seq <> l.prev_seq + 1 then 'gap' else 'hash' end as problem
      from links l
      where (l.e).seq <> l.prev_seq + 1 or (l.e).hash <> audit_hash(l.prev, l.e)
      union all
      select h.chain, h.seq, 'head'
      from audit_heads h
      left join lateral (select e.seq, e.hash from audit_events e where e.chain = h.chain order by e.seq desc limit 1) t on true
      where (c is null or h.chain = c) and (coalesce(t.seq, 0), coalesce(t.hash, ''::bytea)) is distinct from (h.seq, h.hash)
      union all
      select distinct e.chain, e.seq, 'no head'
      from audit_events e
      where (c is null or e.chain = c) and e.seq = 1 and not exists (select from audit_heads h where h.chain = e.chain)
    )
  select distinct on (b.chain) b.chain, b.seq, b.problem
  from bad b
  order by b.chain, b.seq;
end $$;
grant execute on function audit_breaks(text) to sp_app, sp_staff;

-- The first chain after this one in the order of names, with or without events or a stored end; null after the last one.
create or replace function chain_after(c text) returns text
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select least((select min(h.chain) from audit_heads h where h.chain > c), (select min(e.chain) from audit_events e where e.chain > c))
$$;
grant execute on function chain_after(text) to sp_worker;

-- Verifies at most 10,000 events of a chain after the one with this number and hash, all in one snapshot: how many there are, the last one,
-- the first ten that are missing or changed, whether events have numbers that no chain has, and the stored end of the chain. The worker
-- verifies chains with it, because it can't read the events themselves.
create or replace function check_chain(c text, after bigint, prev bytea, most int)
  returns table (events int, last_seq bigint, last_hash bytea, wrong bigint[], has_strays boolean, head_seq bigint, head_hash bytea)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with part as (
    select e
    from audit_events e
    where e.chain = c and e.seq > greatest(after, 0)
    order by e.seq
    limit least(most, 10000)
  ),
    links as (
      select (p.e).seq, (p.e).hash, lag((p.e).seq, 1, after) over w as before,
        audit_hash(lag((p.e).hash, 1, prev) over w, p.e) as computed
      from part p
      window w as (order by (p.e).seq)
    ),
    judged as (
      select l.seq, l.hash, case when l.seq <> l.before + 1 then l.before + 1 when l.hash <> l.computed then l.seq end as wrong
      from links l
    )
  select count(*)::int, max(j.seq), (array_agg(j.hash order by j.seq desc))[1],
    coalesce((array_agg(j.wrong order by j.wrong) filter (where j.wrong is not null))[1:10], '{}'),
    exists (select from audit_events e where e.chain = c and e.seq < 1),
    (select h.seq from audit_heads h where h.chain = c), (select h.hash from audit_heads h where h.chain = c)
  from judged j
$$;
grant execute on function check_chain(text, bigint, bytea, int) to sp_worker;

-- Records that checkpoints of these chains were written outside the database, at most 2,000 at once. A checkpoint never moves back.
create or replace function record_checkpoints(chains text[], seqs bigint[]) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if cardinality(chains) > 2000 or cardinality(chains) <> cardinality(seqs) then
    raise 'too many checkpoints' using errcode = '22023';
  end if;
  insert into audit_checkpoints as c (chain, seq, made_at)
  select n.chain, n.seq, now()
  from unnest(chains, seqs) n(chain, seq)
  join audit_heads h on h.chain = n.chain and h.seq >= n.seq
  order by n.chain
  on conflict (chain) do update set seq = excluded.seq, made_at = excluded.made_at
  where c.seq < excluded.seq;
end $$;
grant execute on function record_checkpoints(text[], bigint[]) to sp_worker;
