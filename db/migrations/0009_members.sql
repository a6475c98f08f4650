-- What the owners of a customer do with their people.
create function people_of(c uuid) returns table (user_id uuid, name text, email text, role text) language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  return query select u.id, u.name, u.email, m.role from memberships m join users u on u.id = m.user_id where m.customer_id = c order by m.created_at, u.id; end $$;
create function invitations_of(c uuid) returns table (id uuid, email text, role text, state text, created_at timestamptz, expires_at timestamptz) language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  return query select i.id, i.email, i.role, invitation_state(i.accepted_at, i.revoked_at, i.expires_at), i.created_at, i.expires_at from invitations i
    where i.customer_id = c and i.accepted_at is null and i.revoked_at is null order by i.created_at desc limit 200; end $$;
-- Names for audit rows: a customer sees its members, and the staff who asked it for leave.
create function people_named(people uuid[]) returns table (user_id uuid, name text, email text) language sql stable security definer set search_path = pg_catalog, public as $$
  select u.id, u.name, u.email from users u where u.id = any (people[1:500]) and (session_user <> 'sp_app'
    or exists (select from memberships m where m.user_id = u.id and is_own(m.customer_id))
    or exists (select from support_grants g where g.staff_user_id = u.id and is_own(g.customer_id))) $$;

-- Nobody's: an address has one open invitation to a customer, the newest.
create function add_invitation(c uuid, mail text, as_role text, i uuid, h text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  update invitations set revoked_at = now() where customer_id = c and email = lower(mail) and accepted_at is null and revoked_at is null;
  if (select count(*) from invitations where customer_id = c and accepted_at is null and revoked_at is null and expires_at > now()) >= 50
    then raise 'too many open invitations' using errcode = '23514', constraint = 'too_many_invitations'; end if;
  insert into invitations (id, customer_id, email, role, token_hash) values (i, c, lower(mail), as_role, h); end $$;

create function invite_member(c uuid, who uuid, mail text, as_role text, i uuid, h text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_owner(c, who);
  if exists (select from memberships m join users u on u.id = m.user_id where m.customer_id = c and u.email = lower(mail) and (m.role = as_role or m.role = 'owner'))
    then raise 'is a member' using errcode = '23505', constraint = 'already_member'; end if;
  perform add_invitation(c, mail, as_role, i, h);
  perform enqueue_job('mail-invitation', jsonb_build_object('customer', c, 'invitation', i));
  perform write_audit(c::text, 'member.invited', 'user:' || who, jsonb_build_object('invitation', i, 'role', as_role)); end $$;
create function revoke_invitation(c uuid, who uuid, i uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_owner(c, who);
  update invitations set revoked_at = now() where customer_id = c and id = i and accepted_at is null and revoked_at is null;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform write_audit(c::text, 'invitation.revoked', 'user:' || who, jsonb_build_object('invitation', i)); end $$;

-- The owners' rows are locked first, so that two owners cannot remove each other at once.
create function set_member_role(c uuid, who uuid, u uuid, as_role text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c); perform from memberships where customer_id = c and role = 'owner' order by user_id for update; perform must_be_owner(c, who);
  if as_role is distinct from 'owner' and not exists (select from memberships where customer_id = c and role = 'owner' and user_id <> u)
    then raise 'the last owner stays' using errcode = '23514', constraint = 'last_owner'; end if;
  update memberships set role = as_role where customer_id = c and user_id = u; if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform write_audit(c::text, 'member.changed', 'user:' || who, jsonb_build_object('user', u, 'role', as_role)); end $$;
create function remove_member(c uuid, who uuid, u uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c); perform from memberships where customer_id = c and role = 'owner' order by user_id for update; perform must_be_owner(c, who);
  if not exists (select from memberships where customer_id = c and role = 'owner' and user_id <> u)
    then raise 'the last owner stays' using errcode = '23514', constraint = 'last_owner'; end if;
  delete from memberships where customer_id = c and user_id = u; if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform write_audit(c::text, 'member.removed', 'user:' || who, jsonb_build_object('user', u)); end $$;
