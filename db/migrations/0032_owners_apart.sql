-- Each owner is mailed by a job of their own: the worker needs to know who they are, and staff whom a mail did not reach.
drop function owners_of(uuid);
--> statement-breakpoint
create function owners_of(c uuid) returns table (user_id uuid, name text, email text) language sql stable security definer set search_path = pg_catalog, public as $$
  select u.id, u.name, u.email from memberships m join users u on u.id = m.user_id where m.customer_id = c and m.role = 'owner' $$;
--> statement-breakpoint
revoke execute on function owners_of(uuid) from public;
--> statement-breakpoint
grant execute on function owners_of(uuid) to sp_worker;
--> statement-breakpoint
-- As before, and to which owner a mail was to go. The `user` of other jobs is the member of staff who asked for them.
create or replace function dead_letters(who uuid) returns table (id uuid, queue text, customer_id uuid, customer_name text, connection_name text, email text, word text, began_at timestamptz, failed_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_staff(who, '{support,operator,admin}');
  return query select j.id, j.source_name, c.id, c.name, k.name, coalesce(i.email, s.email, u.email), coalesce(j.source_output->>'word', 'lost'), j.source_created_on, j.created_on
    from pgboss.job j left join customers c on c.id = (j.data->>'customer')::uuid
    left join connections k on (k.customer_id, k.id) = (c.id, (j.data->>'connection')::uuid)
    left join invitations i on i.id = (j.data->>'invitation')::uuid left join staff_invitations s on s.id = (j.data->>'invitation')::uuid
    left join users u on j.source_name like 'mail-%' and u.id = (j.data->>'user')::uuid
   where j.name = 'dead-letters' and j.state = 'created' and j.source_name is not null order by j.created_on desc, j.id limit 200; end $$;
