-- The place where a wrong External ID leads to quarantine. TypeScript shows and reports it, but does not decide it: the statement
-- that stores the evidence also stops log access, whatever the process does next. The only other way to a quarantine, a previous
-- External ID that is still accepted a week after its rotation, is judged in lib/connections/checks/run-outcome.ts.

-- Quarantines the connection of a run if AWS allowed a probe that it must deny, that is one without the current External ID (during a
-- rotation, the previous one may still be allowed), and makes the connections of other customers to the same role due at once. The
-- reason of the status before is removed: that of the quarantine is stored when the run is closed, which never happens if its process
-- crashes.
create or replace function quarantine_if_allowed(r verification_runs, p verification_probes) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if p.got <> 'allowed' or p.name in ('right', 'retiring') then
    return;
  end if;
  update connections
  set status = 'quarantined', reason = null
  where customer_id = r.customer_id
    and id = r.connection_id
    and arn_hmac = r.arn_hmac
    and status in ('connected', 'expired', 'access_denied', 'disabled');
  update connections
  set next_check_at = least(next_check_at, now())
  where arn_hmac = r.arn_hmac
    and (customer_id, id) <> (r.customer_id, r.connection_id)
    and status in ('connected', 'expired', 'access_denied');
end $$;

-- Runs before each probe is stored: the run must be open, and a probe that was wrongly allowed quarantines its connection
-- (`quarantine_if_allowed`). The lock makes the closing wait.
create or replace function before_probe_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  r verification_runs;
begin
  select * into r
  from verification_runs
  where customer_id = new.customer_id and id = new.run_id and finished_at is null
  for no key update;
  if not found then
    raise 'run is not open' using errcode = '23514', constraint = 'run_not_open';
  end if;
  new.at := clock_timestamp();
  perform quarantine_if_allowed(r, new);
  return new;
end $$;
create or replace trigger before_insert before insert on verification_probes for each row execute function before_probe_insert();

-- Queues the email to the owners in the statement that quarantines the connection, so no code can forget it.
create or replace function after_quarantine() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform enqueue_job('mail-quarantine', jsonb_build_object('customer', new.customer_id, 'connection', new.id));
  return null;
end $$;
create or replace trigger after_quarantine after update of status on connections
  for each row when (new.status = 'quarantined' and old.status <> 'quarantined')
  execute function after_quarantine();
