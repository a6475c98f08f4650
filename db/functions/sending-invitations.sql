-- Who may send an invitation, and how many.

-- The budgets of emailed invitations in 24 hours: 5 to one address and 100 of all owners of a customer; 5 to one address by all
-- staff and 100 by one of them. The invitations of one customer never count for another, because that would reveal them. One
-- row for each budget that is used up, with the time at which one is free again.
create or replace function owners_invitation_budget(c uuid, email_address text) returns table (spent text, free_at timestamptz)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with sent as (
    select i.email, i.created_at
    from invitations i
    where i.customer_id = c and i.invited_as = 'owner' and i.created_at > now() - interval '24 hours'
  )
  select 'address', min(s.created_at) + interval '24 hours'
  from (select created_at from sent where email = lower(email_address) order by created_at desc limit 5) s
  having count(*) = 5
  union all
  select 'customer', min(s.created_at) + interval '24 hours'
  from (select created_at from sent order by created_at desc limit 100) s
  having count(*) = 100
$$;

-- The budgets of emailed invitations that staff send.
create or replace function staff_invitation_budget(who uuid, email_address text) returns table (spent text, free_at timestamptz)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with sent as (
    select i.email, i.created_at, i.invited_by
    from invitations i
    where i.invited_as = 'staff'
      and i.created_at > now() - interval '24 hours'
      and (i.email = lower(email_address) or i.invited_by = who)
    union all
    select i.email, i.created_at, i.invited_by
    from staff_invitations i
    where i.invited_by is not null
      and i.created_at > now() - interval '24 hours'
      and (i.email = lower(email_address) or i.invited_by = who)
  )
  select 'address', min(s.created_at) + interval '24 hours'
  from (select created_at from sent where email = lower(email_address) order by created_at desc limit 5) s
  having count(*) = 5
  union all
  select 'person', min(s.created_at) + interval '24 hours'
  from (select created_at from sent where invited_by = who order by created_at desc limit 100) s
  having count(*) = 100
$$;

-- Raises 23514 if a budget is used up. Called by other functions only. The locks make two invitations at the same time count each other,
-- always in this order: customer, address, person.
create or replace function assert_invitation_budget(as_owner_of uuid, as_staff uuid, email_address text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if as_staff is not null then
    perform pg_advisory_xact_lock(hashtextextended('staff''s invitations to ' || lower(email_address), 0));
    perform pg_advisory_xact_lock(hashtextextended('invitations by ' || as_staff, 0));
  end if;
  if exists (select from owners_invitation_budget(as_owner_of, email_address))
    or exists (select from staff_invitation_budget(as_staff, email_address) where as_staff is not null)
  then
    raise 'too many invitations in 24 hours' using errcode = '23514', constraint = 'invitation_budget';
  end if;
end $$;

-- Which budget prevents this owner from inviting an address now, and until when. If several do, the one that lasts longest. No row means that none does.
create or replace function invitations_free_at(c uuid, who uuid, email_address text) returns table (spent text, free_at timestamptz)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  return query select b.spent, b.free_at from owners_invitation_budget(c, email_address) b order by b.free_at desc limit 1;
end $$;
grant execute on function invitations_free_at(uuid, uuid, text) to sp_app;

-- Which budget prevents this member of staff from inviting an address now, and until when. If several do, the one that lasts longest.
create or replace function staff_invitations_free_at(who uuid, email_address text) returns table (spent text, free_at timestamptz)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{operator,admin}');
  return query select b.spent, b.free_at from staff_invitation_budget(who, email_address) b order by b.free_at desc limit 1;
end $$;
grant execute on function staff_invitations_free_at(uuid, text) to sp_staff;

-- Adds an invitation to a customer. An address has one that is open, the newest. Called by other functions only. `sender` and `as_what` are null if nothing
-- is emailed.
create or replace function add_invitation(c uuid, email_address text, as_role text, i uuid, h text, sender uuid, as_what text)
  returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('invitations of ' || c, 0));
  if as_what = 'owner' then
    perform assert_invitation_budget(c, null, email_address);
  elsif as_what = 'staff' then
    perform assert_invitation_budget(null, sender, email_address);
  end if;
  update invitations
  set revoked_at = now()
  where customer_id = c and email = lower(email_address) and accepted_at is null and revoked_at is null;
  if (
    select count(*) from invitations where customer_id = c and accepted_at is null and revoked_at is null and expires_at > now()
  ) >= 50
  then
    raise 'too many open invitations' using errcode = '23514', constraint = 'too_many_invitations';
  end if;
  insert into invitations (id, customer_id, email, role, token_hash, invited_by, invited_as)
  values (i, c, lower(email_address), as_role, h, sender, as_what);
end $$;

-- Adds an invitation to the staff. Called by other functions only. `sender` is null if nothing is emailed.
create or replace function add_staff_invitation(email_address text, as_role text, i uuid, h text, sender uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from staff s join users u on u.id = s.user_id where u.email = lower(email_address)) then
    raise 'is staff' using errcode = '23505', constraint = 'already_staff';
  end if;
  if sender is not null then
    perform assert_invitation_budget(null, sender, email_address);
  end if;
  update staff_invitations set revoked_at = now() where email = lower(email_address) and accepted_at is null and revoked_at is null;
  insert into staff_invitations (id, email, role, token_hash, invited_by) values (i, lower(email_address), as_role, h, sender);
end $$;

-- An owner invites a person.
create or replace function invite_member(c uuid, who uuid, email_address text, as_role text, i uuid, h text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_owner(c, who);
  if exists (
    select from memberships m
    join users u on u.id = m.user_id
    where m.customer_id = c and u.email = lower(email_address) and (m.role = as_role or m.role = 'owner')
  )
  then
    raise 'is a member' using errcode = '23505', constraint = 'already_member';
  end if;
  perform add_invitation(c, email_address, as_role, i, h, who, 'owner');
  perform enqueue_job('mail-invitation', jsonb_build_object('customer', c, 'invitation', i));
  perform write_audit(c::text, 'member.invited', 'user:' || who, jsonb_build_object('invitation', i, 'role', as_role));
end $$;
grant execute on function invite_member(uuid, uuid, text, text, uuid, text) to sp_app;

-- Staff invite the first or another owner of a customer.
create or replace function invite_owner(who uuid, c uuid, email_address text, i uuid, h text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{operator,admin}');
  perform from customers where id = c;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform add_invitation(c, email_address, 'owner', i, h, who, 'staff');
  perform enqueue_job('mail-invitation', jsonb_build_object('customer', c, 'invitation', i));
  perform write_audit(c::text, 'member.invited', 'staff:' || who, jsonb_build_object('invitation', i, 'role', 'owner'));
end $$;
grant execute on function invite_owner(uuid, uuid, text, uuid, text) to sp_staff;

-- An admin invites a member of staff.
create or replace function invite_staff(who uuid, email_address text, as_role text, i uuid, h text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{admin}');
  perform add_staff_invitation(email_address, as_role, i, h, who);
  perform enqueue_job('mail-staff-invitation', jsonb_build_object('invitation', i));
  perform write_audit('partner', 'staff.invited', 'staff:' || who, jsonb_build_object('invitation', i, 'role', as_role));
end $$;
grant execute on function invite_staff(uuid, text, text, uuid, text) to sp_staff;

-- Staff create a customer and invite its first owner.
create or replace function invite_customer(who uuid, customer_name text, email_address text, i uuid, h text) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  c uuid;
begin
  perform assert_staff(who, '{operator,admin}');
  insert into customers (name) values (customer_name) returning id into c;
  perform add_invitation(c, email_address, 'owner', i, h, who, 'staff');
  perform enqueue_job('mail-invitation', jsonb_build_object('customer', c, 'invitation', i));
  perform write_audit(c::text, 'customer.invited', 'staff:' || who, jsonb_build_object('customer', c, 'invitation', i));
  return c;
end $$;
grant execute on function invite_customer(uuid, text, text, uuid, text) to sp_staff;
