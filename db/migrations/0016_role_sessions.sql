CREATE INDEX "audit_of_run" ON "audit_events" USING btree ("chain",(ids ->> 'run')) WHERE event in ('run.started', 'run.closed');--> statement-breakpoint
CREATE INDEX "audit_answers" ON "audit_events" USING btree ("chain",(ids ->> 'call')) WHERE event = 'logs.answered';--> statement-breakpoint
CREATE INDEX "audit_role_sessions" ON "audit_events" USING btree ("chain","at" DESC NULLS FIRST,"seq" DESC NULLS FIRST) WHERE event in ('run.started', 'logs.opened', 'support.opened');--> statement-breakpoint
CREATE INDEX "audit_role_sessions_of" ON "audit_events" USING btree ("chain",(ids ->> 'connection'),"at" DESC NULLS FIRST,"seq" DESC NULLS FIRST) WHERE event in ('run.started', 'logs.opened', 'support.opened');--> statement-breakpoint
-- Four more that name nothing but themselves: a SHA-256, an AWS region, the name of a role session of ours and a role's id.
-- An External ID is none of them: it has hyphens where a session's name has none.
create or replace function ids_only(j jsonb) returns boolean language sql immutable set search_path = pg_catalog as $$
  select jsonb_typeof(j) = 'object' and not exists (select from jsonb_each_text(j)
    where key !~ '^[a-z][A-Za-z_]{0,39}$' or value !~ '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z][a-z_-]{0,39}|[0-9]{1,9}|[0-9a-f]{64}|[a-z]{2}(-[a-z]+)+-[0-9]{1,2}|sp-[a-z2-7]{20}|AROA[A-Z0-9]{12,28})$') $$;
