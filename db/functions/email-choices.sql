-- What people are emailed about. Security notices have no kind here: nobody can turn them off.

-- A member turns emails of a kind on or off for themself, in the request of the person whom the guard has identified. The same
-- choice again writes no audit row.
create or replace function set_email_choice(c uuid, who uuid, as_kind text, wanted boolean) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  if session_user = 'sp_app' and who is distinct from nullif(current_setting('app.user_id', true), '')::uuid
    or not exists (select from memberships where customer_id = c and user_id = who)
  then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_email_choice(c, who, as_kind, wanted, 'user:' || who, '{}');
end $$;
grant execute on function set_email_choice(uuid, uuid, text, boolean) to sp_app;

-- Writes the choice of a member, and audits it if it is new. `actor` made it, and `more` is added to the attributes.
create or replace function write_email_choice(c uuid, who uuid, as_kind text, wanted boolean, actor text, more jsonb) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if wanted then
    delete from email_opt_outs where customer_id = c and user_id = who and kind = as_kind;
  else
    insert into email_opt_outs (customer_id, user_id, kind) values (c, who, as_kind) on conflict do nothing;
  end if;
  if not found then
    return;
  end if;
  perform write_audit(
    c::text, case when wanted then 'emails.turned_on' else 'emails.turned_off' end, actor, jsonb_build_object('kind', as_kind) || more
  );
end $$;

-- What the page of an unsubscribe link shows. No row: the person is no longer a member. The process has checked the link.
create or replace function email_choice_of(c uuid, who uuid, as_kind text)
  returns table (customer_name text, email text, is_owner boolean, turned_off boolean)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select k.name, u.email, m.role = 'owner',
    exists (select from email_opt_outs e where (e.customer_id, e.user_id, e.kind) = (m.customer_id, m.user_id, as_kind))
  from memberships m
  join customers k on k.id = m.customer_id
  join users u on u.id = m.user_id
  where m.customer_id = c and m.user_id = who and u.email is not null
$$;
grant execute on function email_choice_of(uuid, uuid, text) to sp_signin;

-- Turns off emails of a kind by an unsubscribe link, which the process has checked. Nobody signed in, so the audit does not name the person as
-- the one who did it. Does nothing for a person who is no member.
create or replace function turn_off_emails(c uuid, who uuid, as_kind text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from memberships where customer_id = c and user_id = who) then
    perform write_email_choice(c, who, as_kind, false, 'system:sign-in', jsonb_build_object('user', who));
  end if;
end $$;
grant execute on function turn_off_emails(uuid, uuid, text) to sp_signin;

-- The address of a customer's owner for emails of this kind; null if the person is no owner or has turned them off.
create or replace function owner_address_for(c uuid, who uuid, as_kind text) returns text
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select o.email
  from owners_of(c) o
  where o.user_id = who
    and not exists (select from email_opt_outs e where e.customer_id = c and e.user_id = who and e.kind = as_kind)
$$;
grant execute on function owner_address_for(uuid, uuid, text) to sp_worker;

-- Queues the email to the owners in the statement that stores that AWS denies access, so no code can forget it.
create or replace function after_access_denied() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform enqueue_job('mail-access-denied', jsonb_build_object('customer', new.customer_id, 'connection', new.id));
  return null;
end $$;
create or replace trigger after_access_denied after update of status on connections
  for each row when (new.status = 'access_denied' and old.status in ('connected', 'expired'))
  execute function after_access_denied();
