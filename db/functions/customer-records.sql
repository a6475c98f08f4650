-- Tags and notes, which only staff see. Their events are in the chain of the partner, because a customer may read its own chain.

-- Adds and removes tags of a customer, at most 20 of them. What is so already is no change.
create or replace function change_customer_tags(who uuid, c uuid, added text[], removed text[]) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  n_added int;
  n_removed int;
begin
  perform assert_staff(who, '{operator,admin}');
  perform from customers where id = c for no key update;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  delete from customer_tags where customer_id = c and tag = any (removed);
  get diagnostics n_removed = row_count;
  insert into customer_tags (customer_id, tag) select distinct c, t from unnest(added) t on conflict do nothing;
  get diagnostics n_added = row_count;
  if (select count(*) from customer_tags where customer_id = c) > 20 then
    raise 'too many tags' using errcode = '23514', constraint = 'too_many_tags';
  end if;
  if n_added + n_removed > 0 then
    perform write_audit(
      'partner', 'customer.tagged', 'staff:' || who, jsonb_build_object('customer', c, 'added', n_added, 'removed', n_removed)
    );
  end if;
end $$;
grant execute on function change_customer_tags(uuid, uuid, text[], text[]) to sp_staff;

-- Adds a note about a customer, at most 500 of them.
create or replace function add_customer_note(who uuid, c uuid, note_text text) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  n uuid;
begin
  perform assert_staff(who, '{support,operator,admin}');
  perform from customers where id = c for no key update;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  if (select count(*) from customer_notes where customer_id = c) >= 500 then
    raise 'too many notes' using errcode = '23514', constraint = 'too_many_notes';
  end if;
  insert into customer_notes (customer_id, author_id, note) values (c, who, note_text) returning id into n;
  perform write_audit('partner', 'note.added', 'staff:' || who, jsonb_build_object('customer', c, 'note', n));
  return n;
end $$;
grant execute on function add_customer_note(uuid, uuid, text) to sp_staff;

-- Removes a note: its author, or an admin.
create or replace function remove_customer_note(who uuid, c uuid, n uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{support,operator,admin}');
  delete from customer_notes
  where customer_id = c and id = n and (author_id = who or exists (select from staff where user_id = who and role = 'admin'));
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  perform write_audit('partner', 'note.removed', 'staff:' || who, jsonb_build_object('customer', c, 'note', n));
end $$;
grant execute on function remove_customer_note(uuid, uuid, uuid) to sp_staff;
