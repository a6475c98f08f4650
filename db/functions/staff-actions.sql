-- Actions of staff on many connections or customers. A draft fixes what is touched; the worker then does one item after the other through
-- the functions of single acts, in the name of the person who started the action: nothing more is done for a person who is no longer staff.

-- The status of a connection as lists show it, or of a customer if there is no connection.
create or replace function status_as_listed(c uuid, conn uuid) returns text
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select case
    when conn is null then case when p.suspended_at is null then 'active' else 'suspended' end
    when p.suspended_at is not null then 'disabled'
    when k.status = 'connected' and k.verified_at <= now() - interval '24 h' then 'expired'
    else k.status
  end
  from customers p
  left join connections k on k.customer_id = p.id and k.id = conn
  where p.id = c
$$;

-- Whether a role made from this template (null: from none), for this log access, is behind a version and the log access that its owner chose.
create or replace function is_role_behind(offered_version int, offered_access text, version int, chosen_access text) returns boolean
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(offered_version < version, true)
    or coalesce(array_position(accesses, chosen_access) > array_position(accesses, offered_access), false)
  from (select '{browse,query,live-tail}'::text[]) a (accesses)
$$;
grant execute on function is_role_behind(int, text, int, text) to sp_staff;

-- Whether the stack of a connection is older than this version of the template, or than the log access that its owner chose.
create or replace function is_upgrade_due(c uuid, conn uuid, version int) returns boolean
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select is_role_behind(k.offered_template_version, k.offered_log_access, version, k.log_access)
  from connections k
  where k.customer_id = c and k.id = conn
$$;

-- The address of the newest invitation of an owner that was neither accepted nor revoked, also if it has expired.
create or replace function unused_owner_invitation(c uuid) returns text
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select i.email
  from invitations i
  where i.customer_id = c and i.role = 'owner' and i.accepted_at is null and i.revoked_at is null
  order by i.created_at desc
  limit 1
$$;

-- When an action verifies a connection again after its last verification. A single request waits for nothing: see request_run().
create or replace function verifiable_again_at(verified_at timestamptz) returns timestamptz
  language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select verified_at + interval '5 min'
$$;
grant execute on function verifiable_again_at(timestamptz) to sp_staff;

-- Why an action would not touch this connection or customer now; null if it would. A draft asks it, and the worker asks it again.
create or replace function skipped_because(a staff_actions, c uuid, conn uuid) returns text
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  p customers;
  k connections;
begin
  select * into p from customers where id = c;
  if a.kind = 'suspend' then
    return case when p.suspended_at is not null then 'already-suspended' end;
  elsif a.kind = 'resume' then
    return case when p.suspended_at is null then 'not-suspended' end;
  elsif a.kind in ('tag', 'untag') then
    return case
      when (a.kind = 'tag') <> exists (select from customer_tags t where t.customer_id = c and t.tag = a.tag) then null
      when a.kind = 'tag' then 'has-tag'
      else 'no-tag'
    end;
  elsif p.suspended_at is not null then
    return 'customer-suspended';
  elsif a.kind = 'resend' then
    return case when unused_owner_invitation(c) is null then 'no-invitation' end;
  end if;
  select * into k from connections where customer_id = c and id = conn;
  return case
    when k.status = 'removed' then 'removed'
    when k.status = 'draft' then 'no-role'
    when k.status = 'disabled' then 'disabled'
    when a.kind = 'verify' then case when verifiable_again_at(k.verified_at) > now() then 'just-verified' end
    when k.status = 'verifying' then 'verifying'
    when a.kind = 'rotate' then (
      select 'rotation-in-progress'
      where exists (select from external_ids e where e.customer_id = c and e.connection_id = conn and e.state in ('pending', 'retiring'))
    )
    when not is_upgrade_due(c, conn, a.template_version) then 'up-to-date'
    when not exists (select from memberships m where m.customer_id = c and m.role = 'owner') then 'no-owner'
    when exists (
      select from staff_action_items i
      join staff_actions o on o.id = i.action_id
      where i.customer_id = c
        and i.connection_id = conn
        and i.state = 'done'
        and i.requested_at > now() - interval '7 days'
        and o.kind = 'upgrade'
    ) then 'asked-recently'
  end;
end $$;

-- Keeps the counts of an action when items are added or change, and ends it with its last item.
create or replace function after_action_items() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update staff_actions a
    set items = t.items, waiting = t.waiting, skipped = t.skipped
    from (
      select action_id, count(*) as items, count(*) filter (where state = 'waiting') as waiting,
        count(*) filter (where state = 'skipped') as skipped
      from new_items
      group by action_id
    ) t
    where a.id = t.action_id;
  else
    update staff_actions a
    set waiting = a.waiting + t.waiting, running = a.running + t.running, problems = a.problems + t.problems,
      skipped = a.skipped + t.skipped, stopped = a.stopped + t.stopped,
      finished_at = case when a.waiting + t.waiting = 0 and a.running + t.running = 0 then now() end
    from (
      select action_id, coalesce(sum(by) filter (where state = 'waiting'), 0) as waiting,
        coalesce(sum(by) filter (where state = 'running'), 0) as running, coalesce(sum(by) filter (where rank = 0), 0) as problems,
        coalesce(sum(by) filter (where state = 'skipped'), 0) as skipped,
        coalesce(sum(by) filter (where state = 'stopped'), 0) as stopped
      from (select action_id, state, rank, 1 as by from new_items union all select action_id, state, rank, -1 from old_items) c
      group by action_id
    ) t
    where a.id = t.action_id;
  end if;
  return null;
end $$;
create or replace trigger after_insert after insert on staff_action_items referencing new table as new_items
  for each statement execute function after_action_items();
create or replace trigger after_update after update on staff_action_items referencing old table as old_items new table as new_items
  for each statement execute function after_action_items();

-- Fixes what an action of this kind would touch: these connections, or these customers where the connection is null. A person has five
-- drafts, for previews in several windows: older ones are deleted. Rows that do not exist are left out.
create or replace function draft_action(
  who uuid, act text, cs uuid[], conns uuid[], with_tag text, version int, origin text
) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  a staff_actions;
begin
  perform assert_staff(who, '{operator,admin}');
  if coalesce(cardinality(cs) not between 1 and 10000 or cardinality(cs) <> cardinality(conns), true) then
    raise 'too many' using errcode = '22023';
  end if;
  if not pg_try_advisory_xact_lock(hashtextextended('actions of ' || who, 0)) then
    raise 'one draft at a time' using errcode = '23514', constraint = 'one_draft';
  end if;
  delete from staff_actions
  where id in (select id from staff_actions where made_by = who and started_at is null order by drafted_at desc, id offset 4);
  insert into staff_actions (kind, made_by, tag, template_version, source)
  values (act, who, with_tag, version, origin)
  returning * into a;
  insert into staff_action_items (action_id, n, customer_id, connection_id, state, word, status_before)
  select a.id, r.n, r.customer_id, r.connection_id, case when s.word is null then 'waiting' else 'skipped' end, s.word,
    status_as_listed(r.customer_id, r.connection_id)
  from (
    select min(u.n) as n, u.customer_id, u.connection_id
    from unnest(cs, conns) with ordinality u(customer_id, connection_id, n)
    join customers p on p.id = u.customer_id
    left join connections k on k.customer_id = u.customer_id and k.id = u.connection_id
    where case when a.kind in ('verify', 'rotate', 'upgrade') then k.id is not null else u.connection_id is null end
    group by u.customer_id, u.connection_id
  ) r
  cross join lateral (select skipped_because(a, r.customer_id, r.connection_id) as word) s;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  return a.id;
end $$;
grant execute on function draft_action(uuid, text, uuid[], uuid[], text, int, text) to sp_staff;

-- How many emails a draft of this person sends for certain: one to each owner for each connection, except to those who turned that kind of
-- email off; or the invitations that the limit of 100 in 24 hours by one person leaves.
create or replace function emails_of_draft(who uuid, act uuid) returns int
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  a staff_actions;
begin
  perform assert_staff(who, '{operator,admin}');
  select * into a from staff_actions where id = act and made_by = who and started_at is null;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  if a.kind = 'resend' then
    return least(
      a.waiting,
      greatest(
        0,
        100 - (
          select count(*)
          from invitations i
          where i.invited_as = 'staff' and i.invited_by = who and i.created_at > now() - interval '24 hours'
        ) - (select count(*) from staff_invitations i where i.invited_by = who and i.created_at > now() - interval '24 hours')
      )
    );
  end if;
  return (
    select count(*)
    from staff_action_items i
    join memberships m on m.customer_id = i.customer_id and m.role = 'owner'
    where i.action_id = act
      and i.state = 'waiting'
      and a.kind in ('rotate', 'upgrade')
      and not exists (
        select from email_opt_outs e
        where e.customer_id = m.customer_id
          and e.user_id = m.user_id
          and e.kind = case a.kind when 'rotate' then 'rotation' else 'template' end
      )
  );
end $$;
grant execute on function emails_of_draft(uuid, uuid) to sp_staff;

-- Starts a draft of this person that is at most an hour old. A person may have five actions that are not finished.
create or replace function start_action(who uuid, act uuid, why text, word text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  a staff_actions;
begin
  perform assert_staff(who, '{operator,admin}');
  perform pg_advisory_xact_lock(hashtextextended('actions of ' || who, 0));
  if (select count(*) from staff_actions where made_by = who and started_at is not null and finished_at is null) >= 5 then
    raise 'five actions are running' using errcode = '23514', constraint = 'too_many_actions';
  end if;
  update staff_actions
  set started_at = now(), reason = why, category = word
  where id = act and made_by = who and started_at is null and drafted_at > now() - interval '1 hour'
  returning * into a;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  if a.waiting = 0 then
    raise 'nothing to do' using errcode = '23514', constraint = 'nothing_to_do';
  end if;
  perform write_audit(
    'partner', 'action.started', 'staff:' || who,
    jsonb_build_object('action', act, 'kind', a.kind, 'items', a.waiting, 'skipped', a.skipped)
  );
end $$;
grant execute on function start_action(uuid, uuid, text, text) to sp_staff;

-- Ends the items that wait; those that run are finished.
create or replace function stop_action(who uuid, act uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  ended int;
begin
  perform assert_staff(who, '{operator,admin}');
  update staff_actions
  set stopped_at = now(), stopped_by = who
  where id = act and started_at is not null and finished_at is null and stopped_at is null;
  if not found then
    raise 'not found' using errcode = 'P0002';
  end if;
  update staff_action_items set state = 'stopped', finished_at = now() where action_id = act and state = 'waiting';
  get diagnostics ended = row_count;
  perform write_audit('partner', 'action.stopped', 'staff:' || who, jsonb_build_object('action', act, 'items', ended));
end $$;
grant execute on function stop_action(uuid, uuid) to sp_staff;

-- Does what an action is about for one item, in the name of the person who started it. Called by perform_action_item() only.
create or replace function apply_action(a staff_actions, i staff_action_items, inv uuid, h text) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(a.made_by, '{operator,admin}');
  case a.kind
    when 'verify' then
      perform request_run(a.made_by, i.customer_id, i.connection_id);
    when 'rotate' then
      perform request_rotation(a.made_by, i.customer_id, i.connection_id, a.category);
    when 'suspend' then
      perform suspend_customer(a.made_by, i.customer_id, true);
      perform write_audit(
        i.customer_id::text, 'customer.suspension_explained', 'staff:' || a.made_by, jsonb_build_object('reason', a.category)
      );
    when 'resume' then
      perform suspend_customer(a.made_by, i.customer_id, false);
    when 'resend' then
      perform invite_owner(a.made_by, i.customer_id, unused_owner_invitation(i.customer_id), inv, h);
    when 'upgrade' then
      perform enqueue_job('mail-upgrade', jsonb_build_object('customer', i.customer_id, 'connection', i.connection_id));
    when 'tag' then
      perform change_customer_tags(a.made_by, i.customer_id, array[a.tag], '{}');
    when 'untag' then
      perform change_customer_tags(a.made_by, i.customer_id, '{}', array[a.tag]);
  end case;
  -- Tags are not the customer's to see, so neither is their event.
  perform write_audit(
    case when a.kind in ('tag', 'untag') then 'partner' else i.customer_id::text end, 'action.applied', 'staff:' || a.made_by,
    jsonb_strip_nulls(
      jsonb_build_object('action', a.id, 'kind', a.kind, 'customer', i.customer_id, 'connection', i.connection_id)
    )
  );
end $$;

-- Does the next item that waits, and returns no row if there is none or another worker is doing one. At most 15 verifications of actions
-- run at the same time, so that others don't wait long; actions that verify share these places. `inv` and `h` are the ID and the hash for
-- an invitation, if it is one. Of an item that failed unexpectedly, `failure` is the code of Postgres.
create or replace function perform_action_item(inv uuid, h text) returns table (action_id uuid, n int, failure text)
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  a staff_actions;
  i staff_action_items;
  s text;
  w text;
  rule text;
  busy int;
begin
  -- Two workers would otherwise both start the fifteenth verification.
  if not pg_try_advisory_xact_lock(hashtext('sallyport.action_items')) then
    return;
  end if;
  select count(*) into busy from staff_action_items where state = 'running';
  select * into a
  from staff_actions x
  where x.started_at is not null
    and x.finished_at is null
    and x.stopped_at is null
    and x.waiting > 0
    and (x.kind <> 'verify' or busy < 15)
  -- A suspension stops log access, so it waits for no other action. To start a verification takes milliseconds, so it waits for no long
  -- action of another kind; the action with the fewest verifications in progress is next.
  order by x.kind = 'suspend' desc, x.kind = 'verify' desc, x.running, x.started_at, x.id
  limit 1
  for no key update skip locked;
  if not found then
    return;
  end if;
  select y.* into i from staff_action_items y where y.action_id = a.id and y.state = 'waiting' order by y.n limit 1;
  i.status_before := status_as_listed(i.customer_id, i.connection_id);
  w := skipped_because(a, i.customer_id, i.connection_id);
  if w is not null then
    s := 'skipped';
  else
    s := case when a.kind = 'verify' then 'running' else 'done' end;
    begin
      perform apply_action(a, i, inv, h);
    exception
      when insufficient_privilege then
        s := 'refused';
        w := 'not-allowed';
      when no_data_found then
        s := 'failed';
        w := 'gone';
      when check_violation then
        get stacked diagnostics rule = constraint_name;
        s := 'failed';
        w := case rule
          when 'invitation_budget' then 'invitation-budget'
          when 'too_many_invitations' then 'too-many-invitations'
          when 'third_id' then 'rotation-in-progress'
          when 'too_many_tags' then 'too-many-tags'
          else 'unexpected'
        end;
        failure := case when w = 'unexpected' then sqlstate end;
      when others then
        -- A deadlock, a timeout or a server that stops: the item waits for the next turn.
        if left(sqlstate, 2) in ('40', '53', '55', '57', '58', 'XX') then
          raise;
        end if;
        s := 'failed';
        w := 'unexpected';
        failure := sqlstate;
    end;
  end if;
  update staff_action_items y
  set state = s, word = w, rank = case
    when s in ('refused', 'failed') then 0
    when s = 'done' and a.kind in ('suspend', 'resume') then 1
    else 2
  end,
    requested_at = now(), status_before = i.status_before,
    status_after = case when s = 'done' then status_as_listed(i.customer_id, i.connection_id) end,
    finished_at = case when s <> 'running' then now() end,
    job_id = case
      when s = 'running' then (
        select j.id from pgboss.job j
        where j.name = 'verify' and j.singleton_key = i.connection_id::text and j.state < 'completed'
        order by j.created_on desc
        limit 1
      )
    end
  where y.action_id = i.action_id and y.n = i.n;
  action_id := i.action_id;
  n := i.n;
  return next;
end $$;
grant execute on function perform_action_item(uuid, text) to sp_worker;

-- Ends items whose verification has finished, with its verdict, and those whose job ended without a verification: 'job-failed' if the job
-- failed at every attempt and is in the list of failed jobs, 'no-run' if it found nothing to verify. Returns how many.
create or replace function settle_action_items(most int) returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  ended int;
begin
  with r as materialized (
    select i.action_id, i.n, i.customer_id, i.connection_id, i.requested_at, i.job_id, i.status_before
    from staff_action_items i
    where i.state = 'running'
    order by i.requested_at
    limit least(most, 1000)
    for no key update skip locked
  ),
    found as (
      select r.*, v.id as run, v.verdict, v.finished_at as at, status_as_listed(r.customer_id, r.connection_id) as status_now,
        j.state as job_state
      from r
      left join pgboss.job j on j.name = 'verify' and j.id = r.job_id
      left join lateral (
        select q.id, q.verdict, q.finished_at
        from verification_runs q
        where q.customer_id = r.customer_id and q.connection_id = r.connection_id and q.started_at >= r.requested_at
        order by q.started_at
        limit 1
      ) v on true
      where v.finished_at is not null
        or v.id is null and (j.state is null or j.state >= 'completed')
    )
  update staff_action_items i
  set state = case when f.run is null then 'failed' else 'done' end, run_id = f.run,
    word = coalesce(f.verdict, case when f.job_state = 'failed' then 'job-failed' else 'no-run' end),
    status_after = f.status_now, finished_at = coalesce(f.at, now()), rank = case
      when f.verdict is distinct from 'secure' then 0
      when f.status_now <> f.status_before then 1
      else 2
    end
  from found f
  where i.action_id = f.action_id and i.n = f.n;
  get diagnostics ended = row_count;
  return ended;
end $$;
grant execute on function settle_action_items(int) to sp_worker;

-- Deletes drafts that were never started, and one action that ended more than 13 months ago. Returns how many actions.
create or replace function prune_actions() returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  gone int;
begin
  delete from staff_actions
  where id in (
    select id from staff_actions where started_at is null and drafted_at < now() - interval '2 hours'
    union
    (select id from staff_actions where finished_at < now() - interval '13 months' order by started_at limit 1)
  );
  get diagnostics gone = row_count;
  return gone;
end $$;
grant execute on function prune_actions() to sp_worker;

-- What staff did to a connection or its whole customer in the last 90 days, with the reason, newest first, at most five; and the newest
-- request to update the stack if it is still open, however old it is. Only that row has a true `is_due`.
create or replace function actions_on_connection(c uuid, conn uuid, version int)
  returns table (kind text, at timestamptz, reason text, is_due boolean)
  language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_tenant(c);
  return query
  with due as (
    select i.action_id, i.n
    from staff_action_items i
    join staff_actions a on a.id = i.action_id and a.kind = 'upgrade'
    where i.customer_id = c and i.connection_id = conn and i.state = 'done' and is_upgrade_due(c, conn, version)
    order by i.requested_at desc
    limit 1
  ),
    recent as (
      select i.action_id, i.n
      from staff_action_items i
      join staff_actions a on a.id = i.action_id
      where i.customer_id = c
        and (i.connection_id = conn or i.connection_id is null)
        and i.state in ('running', 'done')
        and i.requested_at > now() - interval '90 days'
        and a.kind in ('verify', 'rotate', 'suspend', 'resume', 'upgrade')
      order by i.requested_at desc
      limit 5
    )
  select a.kind, i.requested_at, a.reason, exists (select from due d where d.action_id = i.action_id and d.n = i.n)
  from (select * from recent union select * from due) r
  join staff_action_items i on i.action_id = r.action_id and i.n = r.n
  join staff_actions a on a.id = r.action_id
  order by i.requested_at desc;
end $$;
grant execute on function actions_on_connection(uuid, uuid, int) to sp_app;

-- What the email to the owners needs: the reason of the newest request to update the stack of a connection, if it is still open.
create or replace function upgrade_for_mail(c uuid, conn uuid) returns table (name text, reason text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select k.name, a.reason
  from staff_action_items i
  join staff_actions a on a.id = i.action_id and a.kind = 'upgrade'
  join connections k on k.customer_id = i.customer_id and k.id = i.connection_id
  where i.customer_id = c
    and i.connection_id = conn
    and i.state = 'done'
    and k.status not in ('draft', 'removed')
    and is_upgrade_due(c, conn, a.template_version)
  order by i.requested_at desc
  limit 1
$$;
grant execute on function upgrade_for_mail(uuid, uuid) to sp_worker;
