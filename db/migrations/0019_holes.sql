-- Who an audit row says acted: each login may name only whom it stands for. A customer's request names the person whom the
-- guard proved and who set the transaction, while they are a member.
create function may_sign(c text, who text) returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select case session_user
    when 'sp_app' then who = 'user:' || nullif(current_setting('app.user_id', true), '') and exists (select from memberships m
      where m.customer_id = nullif(current_setting('app.customer_id', true), '')::uuid and m.user_id = nullif(current_setting('app.user_id', true), '')::uuid)
    when 'sp_worker' then who like 'system:%'
    when 'sp_staff' then who = 'system:cli' or exists (select from staff s where who = 'staff:' || s.user_id)
    when 'sp_signin' then who = 'system:sign-in' or exists (select from users u where who in ('user:' || u.id, 'staff:' || u.id))
    else true end $$;
--> statement-breakpoint
create or replace function append_audit(c text, ev text, who text, i jsonb) returns bigint language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  if session_user = 'sp_app' then perform must_be_own(c::uuid);
  elsif session_user = 'sp_signin' and c <> 'partner' then raise 'partner chain only' using errcode = '42501'; end if;
  if c <> 'partner' and not exists (select from customers where id = c::uuid and id::text = c) then raise 'no such chain' using errcode = 'P0002'; end if;
  if not coalesce(may_sign(c, who), false) then raise 'in nobody else''s name' using errcode = '42501', constraint = 'audit_actor'; end if;
  return write_audit(c, ev, who, i); end $$;
--> statement-breakpoint
-- When the next check by hand is free again, given that none is now: 60 in ten minutes for each customer. The worker's own do not count.
create function checks_of(c uuid) returns setof timestamptz language sql stable security definer set search_path = pg_catalog, public as $$
  select r.started_at from verification_runs r where r.customer_id = c and r.reason <> 'submit' and r.asked_by is not null
    and r.started_at > now() - interval '10 min' order by r.started_at desc limit 60 $$;
--> statement-breakpoint
create function checks_free_at(c uuid) returns timestamptz language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  return (select min(at) + interval '10 min' from checks_of(c) at having count(*) >= 60); end $$;
--> statement-breakpoint
-- As before, and: whoever asks is written down by the database; a check is of the role that the connection has, so that none
-- passes as a check what is a submission; and checks by hand have a budget of their own.
create or replace function run_opened() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  if num_nonnulls(new.finished_at, new.verdict, new.account_id, new.role_id, new.control, new.outcome_reason, new.log_checks) > 0
    then raise 'a run starts open' using errcode = '23514', constraint = 'starts_open'; end if;
  new.started_at := clock_timestamp(); new.lease_until := least(new.lease_until, now() + interval '10 min');
  if not is_own(new.customer_id) then return new; end if;   -- row security refuses it
  if not exists (select from external_ids e where e.customer_id = new.customer_id and e.connection_id = new.connection_id and e.id = new.external_id_id and e.state in ('current','pending'))
    then raise 'a run is of the current or the pending ID' using errcode = '23514', constraint = 'run_of_live_id'; end if;
  if session_user = 'sp_app' then new.asked_by := nullif(current_setting('app.user_id', true), '')::uuid; end if;
  if new.reason <> 'submit' and session_user in ('sp_app', 'sp_worker') and not exists (select from connections k
      where k.customer_id = new.customer_id and k.id = new.connection_id and k.arn_hmac = new.arn_hmac)
    then raise 'a check is of the connected role' using errcode = '23514', constraint = 'run_of_own_role'; end if;
  if new.reason = 'submit' then
    perform from customers where id = new.customer_id for no key update;   -- two submissions at once are counted one after the other
    if (select count(*) from spent_submissions(new.customer_id, '10 min') s where s.arn_hmac <> new.arn_hmac) >= 10
    or (select count(*) from spent_submissions(new.customer_id, '1 day') s where s.arn_hmac <> new.arn_hmac) >= 50
      then raise 'too many submissions' using errcode = '23514', constraint = 'budget'; end if;
  elsif session_user = 'sp_app' then
    perform from customers where id = new.customer_id for no key update;
    if (select count(*) from checks_of(new.customer_id)) >= 60
      then raise 'too many checks' using errcode = '23514', constraint = 'check_budget'; end if;
  end if;
  -- A run whose process died must not block its connection.
  update verification_runs set verdict = 'lost' where customer_id = new.customer_id and connection_id = new.connection_id and finished_at is null and lease_until <= now();
  return new; end $$;
--> statement-breakpoint
-- As before, and: whoever else holds the role that was just seen open is checked next, whichever customer it is.
create or replace function probe_seen() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ declare r verification_runs; begin
  select * into r from verification_runs where customer_id = new.customer_id and id = new.run_id and finished_at is null for no key update;   -- serialises with the closing
  if not found then raise 'run is not open' using errcode = '23514', constraint = 'run_not_open'; end if;
  new.at := clock_timestamp();
  if new.name not in ('right', 'retiring') and new.got = 'granted' then   -- reads stop with the evidence itself, whatever the code does next
    update connections set status = 'quarantined' where customer_id = r.customer_id and id = r.connection_id and arn_hmac = r.arn_hmac
      and status in ('connected','not_proven','refused','disabled');
    update connections set next_check_at = least(next_check_at, now()) where arn_hmac = r.arn_hmac and (customer_id, id) <> (r.customer_id, r.connection_id)
      and status in ('connected','not_proven','refused'); end if;
  return new; end $$;
--> statement-breakpoint
-- As before, and: a customer's people keep at most twenty connections unfinished. Two at once are counted one after the other.
create or replace function connection_born() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(new.customer_id);
  if new.status <> 'draft' or num_nonnulls(new.role_arn, new.arn_hmac, new.account_id, new.role_id, new.proved_run_id, new.proved_at, new.external_id_id, new.removed_at) > 0
    then raise 'a connection starts as a draft' using errcode = '23514', constraint = 'starts_as_draft'; end if;
  if session_user = 'sp_app' then
    perform from customers where id = new.customer_id for no key update;
    if (select count(*) from connections where customer_id = new.customer_id and status in ('draft','checking')) >= 20
      then raise 'too many drafts' using errcode = '23514', constraint = 'too_many_drafts'; end if;
  end if;
  insert into external_ids (customer_id, connection_id) values (new.customer_id, new.id) returning id into new.external_id_id;
  return new; end $$;
--> statement-breakpoint
-- Erases a person: what says who they are goes, the row stays as a pseudonym that audit rows and receipts still name. Null =
-- nobody has that address. The last owner of a customer and the last admin stay.
create function cli_erase_person(mail text) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$ declare u uuid; begin
  select id into u from users where email = lower(mail) for update;
  delete from invitations where email = lower(mail);
  delete from staff_invitations where email = lower(mail);
  delete from verification_tokens where identifier = lower(mail);
  if u is null then return null; end if;
  perform from memberships m where m.customer_id in (select customer_id from memberships where user_id = u) and m.role = 'owner' order by m.customer_id, m.user_id for update;
  if exists (select from memberships m where m.user_id = u and m.role = 'owner' and not exists (select from memberships o
      where o.customer_id = m.customer_id and o.role = 'owner' and o.user_id <> u))
    then raise 'the last owner stays' using errcode = '23514', constraint = 'last_owner'; end if;
  if exists (select from staff where user_id = u and role = 'admin') and not exists (select from staff where role = 'admin' and user_id <> u)
    then raise 'the last admin stays' using errcode = '23514', constraint = 'last_owner'; end if;
  delete from staff where user_id = u; delete from memberships where user_id = u; delete from accounts where user_id = u; delete from sessions where user_id = u;
  update users set name = null, email = null, email_verified = null, image = null where id = u;
  perform write_audit('partner', 'person.erased', 'system:cli', jsonb_build_object('user', u)); return u; end $$;
--> statement-breakpoint
revoke execute on function may_sign(text,text), checks_of(uuid), checks_free_at(uuid), cli_erase_person(text) from public;
--> statement-breakpoint
grant execute on function checks_free_at(uuid) to sp_app;
--> statement-breakpoint
grant execute on function cli_erase_person(text) to sp_staff;
