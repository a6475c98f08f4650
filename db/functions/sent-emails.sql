-- Which emails were sent for a customer.

-- The UUID in a value of a job, or null if it is none.
create or replace function uuid_of(value text) returns uuid
  language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select case when value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then value::uuid end
$$;

-- Records an email job of a customer when it has ended or a try failed, in the transaction in which the job changes: no process can forget
-- it. pg-boss completes a job with an update, and fails one by inserting it again. A job that was split, or that had nothing to send any more,
-- sent no email: it has no record, also if earlier tries failed. The job has only IDs, so the recipient is the address that they have at that
-- time. Without an address, only an email with a failed try is recorded.
create or replace function record_sent_email() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  word text := new.output->>'word';
  d jsonb := new.data;
begin
  if new.state = 'completed' and word is distinct from 'sent' then
    delete from sent_emails where customer_id = uuid_of(d->>'customer') and id = new.id;
    return null;
  end if;
  insert into sent_emails as e (customer_id, id, kind, connection_id, user_id, email, state, code, tries, queued_at, ended_at)
  select c.id, new.id, coalesce(substring(d->>'notice' from '^[a-z][a-z-]{0,39}$'), substring(new.name from '^mail-([a-z][a-z-]{0,39})'), 'other'), k.id, u.id,
    coalesce(u.email, s.email, i.email),
    case new.state when 'completed' then 'sent' when 'retry' then 'retrying' else 'failed' end,
    case when new.state = 'completed' then null when word ~ '^[a-z][a-z_-]{0,39}$' then word else 'lost' end,
    least(1000, new.retry_count + 1), new.created_on, now()
  from customers c
  left join connections k on k.customer_id = c.id and k.id = uuid_of(d->>'connection')
  left join users u on u.id = uuid_of(d->>'user')
  left join security_contacts s on s.customer_id = c.id and s.id = uuid_of(d->>'contact')
  left join invitations i on i.customer_id = c.id and i.id = uuid_of(d->>'invitation')
  where c.id = uuid_of(d->>'customer')
    and (
      coalesce(u.email, s.email, i.email) is not null
        or exists (select from sent_emails e where e.customer_id = c.id and e.id = new.id)
    )
  on conflict (customer_id, id) do update
  set email = excluded.email, state = excluded.state, code = excluded.code, tries = excluded.tries, ended_at = excluded.ended_at;
  return null;
end $$;
create or replace trigger record_sent_email after update of state on pgboss.job_common
  for each row
  when (new.state = 'completed' and old.state <> 'completed' and new.name like 'mail-%' and new.data ? 'customer')
  execute function record_sent_email();
create or replace trigger record_failed_email after insert on pgboss.job_common
  for each row
  when (new.state in ('retry', 'failed') and new.name like 'mail-%' and new.data ? 'customer')
  execute function record_sent_email();

-- Deletes records of emails that are older than 400 days, at most 1,000 at once. Returns how many there were.
create or replace function delete_old_email_records() returns bigint
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with old as (select customer_id, id from sent_emails where ended_at < now() - interval '400 days' order by ended_at limit 1000),
    gone as (delete from sent_emails e using old o where (e.customer_id, e.id) = (o.customer_id, o.id) returning 1)
  select count(*) from gone
$$;
grant execute on function delete_old_email_records() to sp_worker;
