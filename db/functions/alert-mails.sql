-- Emails to staff about alerts: who wants them, and how many a person gets. One email for an incident, none for its repeats.

-- Stores about which severities a person of the staff wants emails: only their own choice.
create or replace function choose_alert_mails(who uuid, severities smallint[]) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform assert_staff(who, '{support,operator,admin}');
  if coalesce(cardinality(severities) > 4, true) then
    raise 'too many severities' using errcode = '22023';
  end if;
  delete from alert_mail_choices where user_id = who;
  insert into alert_mail_choices (user_id, severity)
  select distinct who, s
  from unnest(severities) s;
  perform write_audit(
    'partner', 'alert.emails_chosen', 'staff:' || who, jsonb_build_object('severities', cardinality(severities))
  );
end $$;
grant execute on function choose_alert_mails(uuid, smallint[]) to sp_staff;

-- The most emails to one person in an hour about critical alerts, and the most about all others.
create or replace function alert_mails_an_hour() returns int
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select 10
$$;

-- Decides who is emailed about alerts that are new, and queues the emails. A person gets at most ten in an hour about critical alerts and
-- ten about all others, so a critical alert never waits behind others. When more alerts wait than emails are left, the most severe have an
-- email each, and the last email lists the others that wait; later ones wait until an email of this hour is an hour old. Failing email is
-- shown, never emailed. The worker calls it every 20 seconds; repeating it changes nothing. Returns the number of emails.
create or replace function queue_alert_mails() returns int
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  person record;
  waiting uuid[];
  mail uuid;
  queued int := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('sallyport.alert_mails')) then
    return 0;
  end if;
  with new as (
    update alerts set mailed_at = now() where mailed_at is null returning id, kind, severity, resolved_at
  ),
    chosen as (
      insert into alert_recipients (alert_id, user_id)
      select n.id, c.user_id
      from new n
      join alert_mail_choices c on c.severity = n.severity
      where n.resolved_at is null and n.kind <> 'mail-failing'
      -- The alert was emailed before and is a new incident now.
      on conflict (alert_id, user_id) do update set mail_id = null
      returning alert_id
    )
  insert into alert_history (alert_id, what, people)
  select alert_id, 'emailed', count(*)
  from chosen
  group by alert_id;
  delete from alert_recipients r using alerts a where r.mail_id is null and a.id = r.alert_id and a.resolved_at is not null;
  for person in
    select r.user_id, r.is_critical, r.waiting,
      alert_mails_an_hour() - (
        select count(*)::int
        from alert_mails m
        where m.user_id = r.user_id and m.is_critical = r.is_critical and m.queued_at > now() - interval '1 hour'
      ) as emails_left
    from (
      select w.user_id, a.severity = 0 as is_critical, array_agg(w.alert_id order by a.severity, a.raised_at, a.id) as waiting
      from alert_recipients w
      join alerts a on a.id = w.alert_id
      where w.mail_id is null
      group by 1, 2
    ) r
    order by r.user_id, r.is_critical desc
  loop
    waiting := person.waiting;
    while person.emails_left > 0 and cardinality(waiting) > 0 loop
      insert into alert_mails (user_id, is_critical) values (person.user_id, person.is_critical) returning id into mail;
      update alert_recipients
      set mail_id = mail
      where user_id = person.user_id
        and alert_id = any (case when person.emails_left = 1 then waiting else waiting[1:1] end);
      perform enqueue_job('mail-alert', jsonb_build_object('mail', mail, 'user', person.user_id));
      waiting := case when person.emails_left = 1 then '{}' else waiting[2:] end;
      person.emails_left := person.emails_left - 1;
      queued := queued + 1;
    end loop;
  end loop;
  return queued;
end $$;
grant execute on function queue_alert_mails() to sp_worker;

-- The address of an email about alerts and the alerts that are still open, most severe first; no row if nothing is left to say, or the
-- person is not staff any more. At most 50 rows; `others` says how many more there are.
create or replace function alert_mail(m uuid)
  returns table (
    address text, user_id uuid, alert_id uuid, kind text, severity smallint, raised_at timestamptz, times int, customer_name text,
    connection_name text, others int
  )
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select u.email, u.id, a.id, a.kind, a.severity, a.raised_at, a.times, c.name, k.name, greatest(0, count(*) over () - 50)::int
  from alert_recipients r
  join staff s on s.user_id = r.user_id
  join users u on u.id = s.user_id
  join alerts a on a.id = r.alert_id
  left join customers c on c.id = a.customer_id
  left join connections k on (k.customer_id, k.id) = (a.customer_id, a.connection_id)
  where r.mail_id = m and a.resolved_at is null
  order by a.severity, a.raised_at, a.id
  limit 50
$$;
grant execute on function alert_mail(uuid) to sp_worker;
