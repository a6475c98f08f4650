-- Denied calls of staff entry points are counted, so that a loop of them can't fill the audit.

-- Counts a call that the guard of staff denied. The first one of a person at an entry point is written to the audit at once;
-- those within the next ten minutes become one row with their number.
create or replace function record_denied_call(who text, c uuid, entry text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  d denied_calls;
begin
  if not coalesce(may_act_as('partner', who), false) then
    raise 'the actor must be the person of the transaction' using errcode = '42501', constraint = 'audit_actor';
  end if;
  -- One statement inserts the row or locks it, because the worker may delete it at any moment.
  insert into denied_calls as x
  values (who, entry, '-infinity', 0)
  on conflict (actor, entry_point) do update set not_written = x.not_written
  returning * into d;
  if d.counted_until > clock_timestamp() and d.not_written < 999999999 then
    update denied_calls set not_written = not_written + 1 where (actor, entry_point) = (who, entry);
    return;
  end if;
  update denied_calls
  set counted_until = clock_timestamp() + interval '10 min', not_written = 0
  where (actor, entry_point) = (who, entry);
  if d.not_written > 0 then
    perform write_audit('partner', 'staff.denied', who, jsonb_build_object('entry', entry, 'times', d.not_written));
  end if;
  perform write_audit(
    'partner', 'staff.denied', who, jsonb_strip_nulls(jsonb_build_object('entry', entry, 'customer', c))
  );
end $$;
grant execute on function record_denied_call(text, uuid, text) to sp_signin;

-- Writes the counts of windows that are over, at most 500 at a time. Returns how many there were.
create or replace function write_denied_calls() returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  d denied_calls;
  n int := 0;
begin
  for d in delete
  from denied_calls x
  where (x.actor, x.entry_point) in (
    select y.actor, y.entry_point
    from denied_calls y
    where y.counted_until <= now()
    order by y.counted_until
    limit 500
    for update skip locked
  )
  returning x.*
  loop
    n := n + 1;
    if d.not_written > 0 then
      perform write_audit(
        'partner', 'staff.denied', d.actor, jsonb_build_object('entry', d.entry_point, 'times', d.not_written)
      );
    end if;
  end loop;
  return n;
end $$;
grant execute on function write_denied_calls() to sp_worker;
