-- Support reads what is known of a connection; operators verify anew (01-product, "Who uses it").
create or replace function request_run(who uuid, c uuid, conn uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{operator,admin}');
  perform from connections where customer_id = c and id = conn and status not in ('draft','removed'); if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform enqueue_job('verify', jsonb_build_object('customer', c, 'connection', conn, 'reason', 'staff', 'user', who));
  perform write_audit(c::text, 'run.requested', 'staff:' || who, jsonb_build_object('connection', conn)); end $$;
--> statement-breakpoint
-- Jobs that failed for good, the newest first: which, about whom, the word that its last try left, and when.
create function dead_letters(who uuid) returns table (id uuid, queue text, customer_id uuid, customer_name text, connection_name text, email text, word text, began_at timestamptz, failed_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{support,operator,admin}');
  return query select j.id, j.source_name, c.id, c.name, k.name, coalesce(i.email, s.email), coalesce(j.source_output->>'word', 'lost'), j.source_created_on, j.created_on
    from pgboss.job j left join customers c on c.id = (j.data->>'customer')::uuid
    left join connections k on (k.customer_id, k.id) = (c.id, (j.data->>'connection')::uuid)
    left join invitations i on i.id = (j.data->>'invitation')::uuid left join staff_invitations s on s.id = (j.data->>'invitation')::uuid
   where j.name = 'dead-letters' and j.state = 'created' and j.source_name is not null order by j.created_on desc, j.id limit 200; end $$;
--> statement-breakpoint
-- Queues the job anew, with all its tries, and takes the dead letter away.
create function retry_dead_letter(who uuid, letter uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$ declare q text; d jsonb; begin
  perform must_be_staff(who, '{operator,admin}');
  update pgboss.job set state = 'completed', completed_on = now() where name = 'dead-letters' and id = letter and state = 'created' and source_name is not null
    returning source_name, data into q, d;
  if not found then raise 'not found' using errcode = 'P0002'; end if;
  perform enqueue_job(q, d);
  perform write_audit('partner', 'job.retried', 'staff:' || who, jsonb_build_object('job', letter, 'queue', q)); end $$;
--> statement-breakpoint
revoke execute on function dead_letters(uuid), retry_dead_letter(uuid, uuid) from public;
--> statement-breakpoint
grant execute on function dead_letters(uuid), retry_dead_letter(uuid, uuid) to sp_staff;
