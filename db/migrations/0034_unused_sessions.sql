-- A session ends when nobody uses it for a while, and eight hours after it began however much it is used: `expires` is the
-- nearer of the two, so that whatever asks for live sessions asks for both.
update sessions set expires = created_at + interval '8 hours' where expires > created_at + interval '8 hours';
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "session_bounded" CHECK (expires <= created_at + interval '8 hours');
--> statement-breakpoint
-- Whose session it is, as `session_of` says, when a person uses it: from now on it may lie unused for so many minutes. It is
-- written at most 24 times in that while, so that a page that asks often writes seldom.
create function use_session(h text, minutes int) returns table (user_id uuid, name text, email text, expires timestamptz, customer_id uuid, memberships jsonb, staff_role text)
  language plpgsql security definer set search_path = pg_catalog, public as $$ declare while_unused interval := make_interval(mins => minutes); begin
  update sessions s set expires = least(s.created_at + interval '8 hours', now() + while_unused)
   where s.session_token = h and s.expires > now()
     and (s.expires > now() + while_unused or s.expires <= now() + while_unused * 23 / 24 and s.expires < s.created_at + interval '8 hours');
  return query select * from session_of(h); end $$;
--> statement-breakpoint
revoke execute on function use_session(text,int) from public;
--> statement-breakpoint
grant execute on function use_session(text,int) to sp_signin;
