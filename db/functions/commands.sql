-- Commands of operators at a terminal, which act as sp_owner without a person, and what the health check reads.

-- Creates a customer and invites its owners when there is no staff yet. The links are printed, so nothing is emailed.
create or replace function cli_add_customer(customer_name text, mails text[], ids uuid[], hashes text[]) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  c uuid;
  n int;
begin
  if cardinality(mails) is distinct from cardinality(ids)
    or cardinality(mails) is distinct from cardinality(hashes)
    or coalesce(cardinality(mails), 0) = 0
  then
    raise 'an address, an id and a hash for each person, the owner first' using errcode = '22023';
  end if;
  insert into customers (name) values (customer_name) returning id into c;
  for n in 1 .. cardinality(mails) loop
    perform add_invitation(c, mails[n], case n when 1 then 'owner' else 'member' end, ids[n], hashes[n], null, null);
  end loop;
  perform write_audit(
    c::text, 'customer.added', 'system:cli',
    jsonb_build_object('customer', c, 'invitation', ids[1], 'people', cardinality(mails))
  );
  return c;
end $$;

-- Invites a member of staff. The link is printed, so nothing is emailed.
create or replace function cli_invite_staff(email_address text, as_role text, i uuid, h text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform add_staff_invitation(email_address, as_role, i, h, null);
  perform write_audit('partner', 'staff.invited', 'system:cli', jsonb_build_object('invitation', i, 'role', as_role));
end $$;

-- Erases a person: what identifies them is deleted, and the row stays as a pseudonym that audit rows and verification reports
-- still name. Null means that no person has that address. The last owner of a customer and the last admin can't be erased.
create or replace function cli_erase_person(email_address text) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  u uuid;
  -- The address as the query of a URL has it.
  encoded text := (
    select string_agg(
      case when t.sign ~ '^[a-z0-9*._-]$' then t.sign else regexp_replace(encode(convert_to(t.sign, 'UTF8'), 'hex'), '(..)', '%\1', 'g') end,
      '' order by t.n
    )
    from regexp_split_to_table(lower(email_address), '') with ordinality t(sign, n)
  );
begin
  select id into u from users where email = lower(email_address) for update;
  delete from invitations where email = lower(email_address);
  delete from staff_invitations where email = lower(email_address);
  delete from verification_tokens where identifier = lower(email_address);
  delete from security_contacts where email = lower(email_address);
  update sent_emails set email = null where email = lower(email_address);
  -- A view that searches for the address finds nothing any more.
  delete from staff_views
  where email_address like '_%@%_' and (strpos(lower(params), encoded) > 0 or strpos(lower(name), lower(email_address)) > 0);
  if u is null then
    return null;
  end if;
  perform from memberships m
  where m.customer_id in (select customer_id from memberships where user_id = u) and m.role = 'owner'
  order by m.customer_id, m.user_id
  for update;
  if exists (
    select from memberships m
    where m.user_id = u
      and m.role = 'owner'
      and not exists (select from memberships o where o.customer_id = m.customer_id and o.role = 'owner' and o.user_id <> u)
  )
  then
    raise 'the last owner stays' using errcode = '23514', constraint = 'last_owner';
  end if;
  if exists (select from staff where user_id = u and role = 'admin')
    and not exists (select from staff where role = 'admin' and user_id <> u)
  then
    raise 'the last admin stays' using errcode = '23514', constraint = 'last_owner';
  end if;
  delete from staff where user_id = u;
  delete from memberships where user_id = u;
  delete from accounts where user_id = u;
  delete from sessions where user_id = u;
  update users set name = null, email = null, email_verified = null, image = null, last_sign_in_at = null where id = u;
  perform write_audit('partner', 'person.erased', 'system:cli', jsonb_build_object('user', u));
  return u;
end $$;

-- How many of these files a database lacks: keys are the files that a release knows, values their SHA-256. A file of an earlier
-- release that was replaced later is not missing, so that processes of that release keep working while an upgrade is rolled out.
-- A file is missing again if an earlier text was put back after it.
create or replace function missing_files(known jsonb) returns int
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select count(*)::int
  from jsonb_each_text(known) k
  where not exists (select from installation.applied_files a where a.file = k.key and a.sha256 = k.value)
    or exists (
      select from installation.applied_files a
      join installation.applied_files earlier on earlier.file = a.file and earlier.sha256 = a.sha256 and earlier.seq < a.seq
      where a.file = k.key
        and a.sha256 <> k.value
        and a.seq > (select max(own.seq) from installation.applied_files own where own.file = k.key and own.sha256 = k.value)
        and earlier.seq < (select min(own.seq) from installation.applied_files own where own.file = k.key and own.sha256 = k.value)
    )
$$;
grant execute on function missing_files(jsonb) to sp_app, sp_staff, sp_worker, sp_signin;
