-- What staff and the commands at a terminal do. Each asks for the staff row itself, and writes its own audit row.
create function invite_customer(who uuid, customer_name text, mail text, i uuid, h text) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$ declare c uuid; begin
  perform must_be_staff(who, '{operator,admin}'); insert into customers (name) values (customer_name) returning id into c;
  perform add_invitation(c, mail, 'owner', i, h);
  perform enqueue_job('mail-invitation', jsonb_build_object('customer', c, 'invitation', i));
  perform write_audit(c::text, 'customer.invited', 'staff:' || who, jsonb_build_object('customer', c, 'invitation', i)); return c; end $$;
create function invite_owner(who uuid, c uuid, mail text, i uuid, h text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{operator,admin}'); perform from customers where id = c; if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform add_invitation(c, mail, 'owner', i, h);
  perform enqueue_job('mail-invitation', jsonb_build_object('customer', c, 'invitation', i));
  perform write_audit(c::text, 'member.invited', 'staff:' || who, jsonb_build_object('invitation', i, 'role', 'owner')); end $$;
create function suspend_customer(who uuid, c uuid, stop boolean) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{operator,admin}');
  update customers set suspended_at = case when stop then coalesce(suspended_at, now()) end where id = c; if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform write_audit(c::text, case when stop then 'customer.suspended' else 'customer.resumed' end, 'staff:' || who, jsonb_build_object('customer', c)); end $$;
create function request_run(who uuid, c uuid, conn uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{support,operator,admin}');
  perform from connections where customer_id = c and id = conn and status not in ('draft','removed'); if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform enqueue_job('verify', jsonb_build_object('customer', c, 'connection', conn, 'reason', 'staff', 'user', who));
  perform write_audit(c::text, 'run.requested', 'staff:' || who, jsonb_build_object('connection', conn)); end $$;

create function staff_members() returns table (user_id uuid, name text, email text, role text) language sql stable security definer set search_path = pg_catalog, public as $$
  select u.id, u.name, u.email, s.role from staff s join users u on u.id = s.user_id order by u.email $$;
create function staff_invitations_open() returns table (id uuid, email text, role text, state text, created_at timestamptz, expires_at timestamptz) language sql stable security definer set search_path = pg_catalog, public as $$
  select i.id, i.email, i.role, invitation_state(i.accepted_at, i.revoked_at, i.expires_at), i.created_at, i.expires_at from staff_invitations i
   where i.accepted_at is null and i.revoked_at is null order by i.created_at desc limit 200 $$;

-- Nobody's.
create function add_staff_invitation(mail text, as_role text, i uuid, h text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  if exists (select from staff s join users u on u.id = s.user_id where u.email = lower(mail)) then raise 'is staff' using errcode = '23505', constraint = 'already_staff'; end if;
  update staff_invitations set revoked_at = now() where email = lower(mail) and accepted_at is null and revoked_at is null;
  insert into staff_invitations (id, email, role, token_hash) values (i, lower(mail), as_role, h); end $$;
create function invite_staff(who uuid, mail text, as_role text, i uuid, h text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{admin}'); perform add_staff_invitation(mail, as_role, i, h);
  perform enqueue_job('mail-staff-invitation', jsonb_build_object('invitation', i));
  perform write_audit('partner', 'staff.invited', 'staff:' || who, jsonb_build_object('invitation', i, 'role', as_role)); end $$;
create function revoke_staff_invitation(who uuid, i uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{admin}');
  update staff_invitations set revoked_at = now() where id = i and accepted_at is null and revoked_at is null; if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform write_audit('partner', 'invitation.revoked', 'staff:' || who, jsonb_build_object('invitation', i)); end $$;
-- A null role takes it away. Nobody changes oneself, so that an admin always remains; the lock keeps two from demoting each other at once.
create function set_staff(who uuid, u uuid, as_role text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform from staff where role = 'admin' order by user_id for update; perform must_be_staff(who, '{admin}');
  if who = u then raise 'not oneself' using errcode = '23514', constraint = 'not_oneself'; end if;
  if as_role is null then delete from staff where user_id = u; else update staff set role = as_role where user_id = u; end if;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  delete from sessions where user_id = u;
  perform write_audit('partner', 'staff.changed', 'staff:' || who, jsonb_build_object('user', u, 'role', coalesce(as_role, 'none'))); end $$;

-- At a terminal, where there is no staff row yet. The links are printed, so nothing is mailed.
create function cli_add_customer(customer_name text, mails text[], ids uuid[], hashes text[]) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$ declare c uuid; n int; begin
  if cardinality(mails) is distinct from cardinality(ids) or cardinality(mails) is distinct from cardinality(hashes) or coalesce(cardinality(mails), 0) = 0
    then raise 'an address, an id and a hash for each person, the owner first' using errcode = '22023'; end if;
  insert into customers (name) values (customer_name) returning id into c;
  for n in 1 .. cardinality(mails) loop perform add_invitation(c, mails[n], case n when 1 then 'owner' else 'member' end, ids[n], hashes[n]); end loop;
  perform write_audit(c::text, 'customer.added', 'system:cli', jsonb_build_object('customer', c, 'invitation', ids[1], 'people', cardinality(mails))); return c; end $$;
create function cli_invite_staff(mail text, as_role text, i uuid, h text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform add_staff_invitation(mail, as_role, i, h);
  perform write_audit('partner', 'staff.invited', 'system:cli', jsonb_build_object('invitation', i, 'role', as_role)); end $$;

-- Alerts: one open one for each kind and connection.
create function raise_alert(alert_kind text, c uuid, conn uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  insert into alerts (kind, customer_id, connection_id) values (alert_kind, c, conn) on conflict (kind, customer_id, connection_id) where resolved_at is null do nothing; end $$;
create function resolve_alert(who uuid, a uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{operator,admin}');
  update alerts set resolved_at = now() where id = a and resolved_at is null; if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform write_audit('partner', 'alert.resolved', 'staff:' || who, jsonb_build_object('alert', a)); end $$;
