-- Saved views of the lists of staff. Each function checks the staff role; changes of shared views are audited.

-- Saves a new view, or changes one whose revision is still `rev`. A person has at most 30 of their own, and all staff together share 50;
-- the lock makes two that are saved at the same time count each other. Only operators and admins share.
create or replace function save_staff_view(
  who uuid, v uuid, rev int, in_list text, view_name text, view_params text, for_all boolean
) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  was staff_views;
  most int := case when for_all then 50 else 30 end;
begin
  perform assert_staff(who, case when for_all then '{operator,admin}' else '{support,operator,admin}' end::text[]);
  perform pg_advisory_xact_lock(hashtextextended('staff_views', 0));
  if v is not null then
    select * into was from staff_views s where s.id = v and s.list = in_list and (s.shared or s.user_id = who);
    if not found then
      raise 'not found' using errcode = 'P0002';
    end if;
    if was.shared and not for_all then
      raise 'a shared view stays shared' using errcode = '23514', constraint = 'staff_view_shared';
    end if;
    if was.revision is distinct from rev then
      raise 'the view was changed' using errcode = '23514', constraint = 'staff_view_changed';
    end if;
  end if;
  if was.shared is distinct from for_all
    and (select count(*) from staff_views s where s.shared = for_all and (for_all or s.user_id = who)) >= most
  then
    raise 'too many views' using errcode = '23514', constraint = 'too_many_staff_views';
  end if;
  if v is null then
    insert into staff_views (user_id, list, name, params, shared)
    values (who, in_list, view_name, view_params, for_all)
    returning id into v;
  else
    update staff_views set name = view_name, params = view_params, shared = for_all, revision = revision + 1 where id = v;
  end if;
  if for_all then
    perform write_audit('partner', 'view.saved', 'staff:' || who, jsonb_build_object('view', v, 'list', in_list));
  end if;
  return v;
end $$;
grant execute on function save_staff_view(uuid, uuid, int, text, text, text, boolean) to sp_staff;

-- Deletes a view. Shared ones are deleted by operators and admins.
create or replace function delete_staff_view(who uuid, v uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  was staff_views;
begin
  perform assert_staff(who, '{support,operator,admin}');
  select * into was from staff_views s where s.id = v and (s.shared or s.user_id = who);
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  if was.shared then
    perform assert_staff(who, '{operator,admin}');
  end if;
  delete from staff_views where id = v;
  if was.shared then
    perform write_audit('partner', 'view.deleted', 'staff:' || who, jsonb_build_object('view', v, 'list', was.list));
  end if;
end $$;
grant execute on function delete_staff_view(uuid, uuid) to sp_staff;

-- Nobody can see the own views of a person who left the staff; what they shared stays.
create or replace function after_staff_delete() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from staff_views where user_id = old.user_id and not shared;
  return null;
end $$;
create or replace trigger after_delete after delete on staff for each row execute function after_staff_delete();
