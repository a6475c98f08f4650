-- Audit chains. write_audit is nobody's; append_audit is the granted door.
create function audit_hash(prev bytea, e audit_events) returns bytea language sql immutable set search_path = pg_catalog as $$
  select sha256(prev || convert_to(jsonb_build_array(e.chain, e.seq, extract(epoch from e.at)::text, e.event, e.actor, e.ids)::text, 'UTF8')) $$;
create function write_audit(c text, ev text, who text, i jsonb) returns bigint language plpgsql security definer set search_path = pg_catalog, public as $$ declare h audit_heads; e audit_events; begin
  insert into audit_heads values (c, 0, ''::bytea) on conflict do nothing;
  select * into h from audit_heads where chain = c for update;
  e := row(c, h.seq + 1, clock_timestamp(), ev, who, i, null); e.hash := audit_hash(h.hash, e);
  insert into audit_events select (e).*; update audit_heads set seq = e.seq, hash = e.hash where chain = c; return e.seq; end $$;
create function append_audit(c text, ev text, who text, i jsonb) returns bigint language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  if session_user = 'sp_app' then perform must_be_own(c::uuid);
  elsif session_user = 'sp_signin' and c <> 'partner' then raise 'partner chain only' using errcode = '42501'; end if;
  if c <> 'partner' and not exists (select from customers where id = c::uuid and id::text = c) then raise 'no such chain' using errcode = 'P0002'; end if;
  return write_audit(c, ev, who, i); end $$;
create trigger kept before update or delete or truncate on audit_events for each statement execute function refuse();
create trigger kept before delete or truncate on audit_heads for each statement execute function refuse();

-- The first bad row of each chain (all chains when c is null; a customer may ask for its own). No row = every link holds.
create function audit_breaks(c text) returns table (chain text, seq bigint, problem text) language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  if session_user = 'sp_app' then perform must_be_own(c::uuid); end if;
  return query
  with links as (select e, lag(e.hash, 1, ''::bytea) over w as prev, lag(e.seq, 1, 0::bigint) over w as prev_seq
      from audit_events e where c is null or e.chain = c window w as (partition by e.chain order by e.seq)),
    bad as (select (l.e).chain, (l.e).seq, case when (l.e).seq <> l.prev_seq + 1 then 'gap' else 'hash' end as problem from links l
        where (l.e).seq <> l.prev_seq + 1 or (l.e).hash <> audit_hash(l.prev, l.e)
      union all select h.chain, h.seq, 'head' from audit_heads h left join lateral
        (select e.seq, e.hash from audit_events e where e.chain = h.chain order by e.seq desc limit 1) t on true
        where (c is null or h.chain = c) and (coalesce(t.seq, 0), coalesce(t.hash, ''::bytea)) is distinct from (h.seq, h.hash)
      union all select distinct e.chain, e.seq, 'no head' from audit_events e
        where (c is null or e.chain = c) and e.seq = 1 and not exists (select from audit_heads h where h.chain = e.chain))
  select distinct on (b.chain) b.chain, b.seq, b.problem from bad b order by b.chain, b.seq; end $$;
