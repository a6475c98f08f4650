CREATE TABLE "accounts" (
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT new_id() NOT NULL,
	"kind" text NOT NULL,
	"customer_id" uuid,
	"connection_id" uuid,
	"raised_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "alert_kind" CHECK (kind ~ '^[a-z][a-z-]{0,39}$')
);
--> statement-breakpoint
ALTER TABLE "alerts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_events" (
	"chain" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"event" text NOT NULL,
	"actor" text NOT NULL,
	"ids" jsonb NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_events_chain_seq_pk" PRIMARY KEY("chain","seq"),
	CONSTRAINT "audit_ids_only" CHECK (ids_only(ids)),
	CONSTRAINT "audit_event_words" CHECK (event ~ '^[a-z_]+(\.[a-z_]+)+$'),
	CONSTRAINT "audit_actor" CHECK (actor ~ '^(user|staff|system):[0-9a-z-]{1,40}$')
);
--> statement-breakpoint
ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_heads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "candidates" (
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"role_arn" text NOT NULL,
	"arn_hmac" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "candidates_customer_id_connection_id_pk" PRIMARY KEY("customer_id","connection_id"),
	CONSTRAINT "candidate_sealed_arn" CHECK (role_arn !~* 'arn:' and char_length(role_arn) <= 4096),
	CONSTRAINT "candidate_arn_hmac" CHECK (arn_hmac ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "candidates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "connections" (
	"customer_id" uuid NOT NULL,
	"id" uuid DEFAULT new_id() NOT NULL,
	"name" text NOT NULL,
	"regions" text[] NOT NULL,
	"tier" text DEFAULT 'browse' NOT NULL,
	"log_group_prefix" text DEFAULT '/' NOT NULL,
	"stack_region" text,
	"template_version" integer,
	"status" text DEFAULT 'draft' NOT NULL,
	"reason" text,
	"external_id_id" uuid NOT NULL,
	"role_arn" text,
	"arn_hmac" text,
	"account_id" text,
	"role_id" text,
	"proved_run_id" uuid,
	"proved_at" timestamp with time zone,
	"waiting_until" timestamp with time zone,
	"refused_at" timestamp with time zone,
	"confirm_step" smallint DEFAULT 0 NOT NULL,
	"next_check_at" timestamp with time zone,
	"lease_until" timestamp with time zone,
	"lease_token" uuid,
	"disabled_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "connections_customer_id_id_pk" PRIMARY KEY("customer_id","id"),
	CONSTRAINT "connection_name" CHECK (char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'),
	CONSTRAINT "connection_regions" CHECK (cardinality(regions) between 1 and 10 and array_position(regions, null) is null and array_to_string(regions, ',') ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}(,[a-z]{2}(-[a-z]+)+-[0-9]{1,2})*$'),
	CONSTRAINT "connection_tier" CHECK (tier in ('browse', 'query', 'tail')),
	CONSTRAINT "connection_log_group_prefix" CHECK (log_group_prefix ~ '^[A-Za-z0-9_./#-]+$' and char_length(log_group_prefix) <= 512),
	CONSTRAINT "connection_stack_region" CHECK (stack_region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
	CONSTRAINT "connection_status" CHECK (status in ('draft', 'checking', 'connected', 'not_proven', 'refused', 'quarantined', 'disabled', 'removed')),
	CONSTRAINT "connection_reason" CHECK (reason ~ '^[A-Za-z0-9][A-Za-z0-9:,._ -]{0,119}$' and reason !~* 'arn:' and reason !~ '[0-9]{12}'),
	CONSTRAINT "connection_sealed_arn" CHECK (role_arn !~* 'arn:' and char_length(role_arn) <= 4096),
	CONSTRAINT "connection_arn_hmac" CHECK (arn_hmac ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "connection_confirm_step" CHECK (confirm_step between 0 and 9),
	CONSTRAINT "connection_lease" CHECK (num_nulls(lease_until, lease_token) in (0, 2)),
	CONSTRAINT "connection_proven" CHECK (status in ('draft', 'checking', 'removed') or num_nulls(role_arn, arn_hmac, account_id, role_id, proved_run_id, proved_at) = 0)
);
--> statement-breakpoint
ALTER TABLE "connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY DEFAULT new_id() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"suspended_at" timestamp with time zone,
	CONSTRAINT "customer_name" CHECK (char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]')
);
--> statement-breakpoint
ALTER TABLE "customers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "external_ids" (
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"id" uuid DEFAULT new_id() NOT NULL,
	"value" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_ids_customer_id_connection_id_id_pk" PRIMARY KEY("customer_id","connection_id","id"),
	CONSTRAINT "external_id_value_once_for_ever" UNIQUE("value"),
	CONSTRAINT "external_id_format" CHECK (value ~ '^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'),
	CONSTRAINT "external_id_state" CHECK (state in ('pending', 'current', 'retiring', 'retired'))
);
--> statement-breakpoint
ALTER TABLE "external_ids" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY DEFAULT new_id() NOT NULL,
	"customer_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone DEFAULT now() + interval '7 days' NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "invitation_email" CHECK (email = lower(email) and email ~ '^[^[:space:][:cntrl:],<>"@\x3b]+@[^[:space:][:cntrl:],<>"@\x3b]+$' and char_length(email) <= 254),
	CONSTRAINT "invitation_role" CHECK (role in ('owner', 'member')),
	CONSTRAINT "invitation_token_hashed" CHECK (token_hash ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "invitations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "memberships" (
	"customer_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_customer_id_user_id_pk" PRIMARY KEY("customer_id","user_id"),
	CONSTRAINT "membership_role" CHECK (role in ('owner', 'member'))
);
--> statement-breakpoint
ALTER TABLE "memberships" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "saved_searches" (
	"customer_id" uuid NOT NULL,
	"id" uuid DEFAULT new_id() NOT NULL,
	"connection_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"search" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_searches_customer_id_id_pk" PRIMARY KEY("customer_id","id"),
	CONSTRAINT "saved_search_name" CHECK (char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'),
	CONSTRAINT "saved_search_small" CHECK (jsonb_typeof(search) = 'object' and octet_length(search::text) <= 8192)
);
--> statement-breakpoint
ALTER TABLE "saved_searches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_token" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires" timestamp with time zone NOT NULL,
	"customer_id" uuid,
	CONSTRAINT "session_token_hashed" CHECK (session_token ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "staff_invitations" (
	"id" uuid PRIMARY KEY DEFAULT new_id() NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone DEFAULT now() + interval '7 days' NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "staff_invitations_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "staff_invitation_email" CHECK (email = lower(email) and email ~ '^[^[:space:][:cntrl:],<>"@\x3b]+@[^[:space:][:cntrl:],<>"@\x3b]+$' and char_length(email) <= 254),
	CONSTRAINT "staff_invitation_role" CHECK (role in ('support', 'operator', 'admin')),
	CONSTRAINT "staff_invitation_token_hashed" CHECK (token_hash ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "staff_invitations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "staff_issuer_subject_pk" PRIMARY KEY("issuer","subject"),
	CONSTRAINT "staff_user_id_unique" UNIQUE("user_id"),
	CONSTRAINT "staff_role" CHECK (role in ('support', 'operator', 'admin'))
);
--> statement-breakpoint
ALTER TABLE "staff" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "support_grants" (
	"customer_id" uuid NOT NULL,
	"id" uuid DEFAULT new_id() NOT NULL,
	"connection_id" uuid NOT NULL,
	"staff_user_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	CONSTRAINT "support_grants_customer_id_id_pk" PRIMARY KEY("customer_id","id"),
	CONSTRAINT "support_grant_id" UNIQUE("id"),
	CONSTRAINT "support_grant_reason" CHECK (char_length(reason) between 1 and 500 and reason !~ '[[:cntrl:]]'),
	CONSTRAINT "support_grant_bounded" CHECK (expires_at <= approved_at + interval '60 min')
);
--> statement-breakpoint
ALTER TABLE "support_grants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT new_id() NOT NULL,
	"name" text,
	"email" text,
	"email_verified" timestamp with time zone,
	"image" text,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "user_email_lower" CHECK (email = lower(email))
);
--> statement-breakpoint
CREATE TABLE "verification_probes" (
	"customer_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"name" text NOT NULL,
	"expected" text GENERATED ALWAYS AS (case name when 'right' then 'granted' when 'retiring' then 'either' else 'denied' end) STORED,
	"got" text NOT NULL,
	"code" text,
	"request_id" text,
	"sent_hint" text,
	"ms" integer,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "verification_probes_customer_id_run_id_n_pk" PRIMARY KEY("customer_id","run_id","n"),
	CONSTRAINT "probe_name" CHECK (name in ('right', 'none', 'doubled', 'upper', 'near-miss', 'random', 'retired', 'retiring', 'outside-principal', 'second-principal')),
	CONSTRAINT "probe_got" CHECK (got in ('granted', 'denied', 'inconclusive')),
	CONSTRAINT "probe_code" CHECK (code ~ '^[A-Za-z0-9.:_-]{1,80}$' and code !~* 'arn:'),
	CONSTRAINT "probe_request_id" CHECK (request_id ~ '^[A-Za-z0-9-]{1,128}$'),
	CONSTRAINT "probe_sent_hint" CHECK (char_length(sent_hint) <= 64 and sent_hint !~ '[[:cntrl:]]' and sent_hint !~* 'sp-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
);
--> statement-breakpoint
ALTER TABLE "verification_probes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "verification_runs" (
	"customer_id" uuid NOT NULL,
	"id" uuid DEFAULT new_id() NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"asked_by" uuid,
	"arn_hmac" text NOT NULL,
	"sandbox" boolean NOT NULL,
	"session_name" text,
	"sts_region" text,
	"planned" integer,
	"retired_total" integer,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp with time zone DEFAULT now() + interval '30 s' NOT NULL,
	"finished_at" timestamp with time zone,
	"verdict" text,
	"control" text,
	"outcome_reason" text,
	"log_checks" jsonb,
	"account_id" text,
	"role_id" text,
	CONSTRAINT "verification_runs_customer_id_id_pk" PRIMARY KEY("customer_id","id"),
	CONSTRAINT "run_reason" CHECK (reason in ('submit', 'recheck', 'schedule', 'rotation', 'confirm', 'staff')),
	CONSTRAINT "run_verdict" CHECK (verdict in ('secure', 'insecure', 'refused', 'inconclusive', 'lost')),
	CONSTRAINT "run_closed_whole" CHECK (num_nulls(finished_at, verdict) in (0, 2)),
	CONSTRAINT "run_arn_hmac" CHECK (arn_hmac ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "run_session_name" CHECK (session_name ~ '^sp-[a-z2-7]{20}$'),
	CONSTRAINT "run_sts_region" CHECK (sts_region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
	CONSTRAINT "run_control" CHECK (control is null or (control in ('ok', 'failed', 'not-configured') and finished_at is not null)),
	CONSTRAINT "run_control_carries" CHECK (control is distinct from 'failed' or verdict in ('insecure', 'inconclusive', 'lost')),
	CONSTRAINT "run_secure_has_control" CHECK (verdict <> 'secure' or (control is not null and control in ('ok', 'not-configured'))),
	CONSTRAINT "run_outcome_reason" CHECK (outcome_reason ~ '^[A-Za-z0-9][A-Za-z0-9:,._ -]{0,199}$' and outcome_reason !~* 'arn:' and outcome_reason !~ '[0-9]{12}'),
	CONSTRAINT "run_log_checks" CHECK (jsonb_typeof(log_checks) = 'object' and not jsonb_path_exists(log_checks, '$.keyvalue() ? (!(@.key like_regex "^[a-z0-9-]{1,30}$") || !(@.value == "works" || @.value == "denied" || @.value == "no-groups" || @.value == "inconclusive"))')),
	CONSTRAINT "run_masked_unless_secure" CHECK (verdict = 'secure' and account_id ~ '^[0-9]{12}$' and role_id ~ '^AROA' or verdict is distinct from 'secure' and role_id is null and coalesce(account_id ~ '^\*{8}[0-9]{4}$', true))
);
--> statement-breakpoint
ALTER TABLE "verification_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "verification_tokens" (
	"identifier" text NOT NULL,
	"token" text NOT NULL,
	"expires" timestamp with time zone NOT NULL,
	CONSTRAINT "verification_tokens_identifier_token_pk" PRIMARY KEY("identifier","token")
);
--> statement-breakpoint
CREATE TABLE "worker_heartbeats" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"beat_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "worker_id_word" CHECK (worker_id ~ '^[A-Za-z0-9._-]{1,80}$')
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidates" ADD CONSTRAINT "candidate_of_connection" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."connections"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_search_of_connection" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."connections"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_search_of_member" FOREIGN KEY ("customer_id","user_id") REFERENCES "public"."memberships"("customer_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_grants" ADD CONSTRAINT "support_grants_staff_user_id_users_id_fk" FOREIGN KEY ("staff_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_grants" ADD CONSTRAINT "support_grant_of_connection" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."connections"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_probes" ADD CONSTRAINT "probe_of_run" FOREIGN KEY ("customer_id","run_id") REFERENCES "public"."verification_runs"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_runs" ADD CONSTRAINT "run_of_external_id" FOREIGN KEY ("customer_id","connection_id","external_id_id") REFERENCES "public"."external_ids"("customer_id","connection_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alerts_newest" ON "alerts" USING btree ("raised_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_newest" ON "audit_events" USING btree ("at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_arn" ON "connections" USING btree ("arn_hmac") WHERE proved_at is not null and status <> 'removed';--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_role" ON "connections" USING btree ("account_id","role_id") WHERE proved_at is not null and status <> 'removed';--> statement-breakpoint
CREATE INDEX "connections_newest" ON "connections" USING btree ("customer_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "connections_newest_of_all" ON "connections" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "connections_due" ON "connections" USING btree ("next_check_at") WHERE next_check_at is not null;--> statement-breakpoint
CREATE INDEX "connections_leased" ON "connections" USING btree ("lease_until") WHERE lease_until is not null;--> statement-breakpoint
CREATE INDEX "connections_of_account" ON "connections" USING btree ("account_id") WHERE account_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_of_each" ON "external_ids" USING btree ("customer_id","connection_id","state") WHERE state <> 'retired';--> statement-breakpoint
CREATE INDEX "invitations_of_customer" ON "invitations" USING btree ("customer_id","created_at");--> statement-breakpoint
CREATE INDEX "invitations_of_email" ON "invitations" USING btree ("email");--> statement-breakpoint
CREATE INDEX "sessions_of_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_invitations_of_email" ON "staff_invitations" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_run" ON "verification_runs" USING btree ("customer_id","connection_id") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "runs_newest" ON "verification_runs" USING btree ("customer_id","connection_id","started_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "runs_submitted" ON "verification_runs" USING btree ("customer_id","started_at") WHERE reason = 'submit';--> statement-breakpoint
CREATE INDEX "runs_secure" ON "verification_runs" USING btree ("customer_id","arn_hmac") WHERE verdict = 'secure';--> statement-breakpoint
CREATE INDEX "runs_finished" ON "verification_runs" USING btree ("finished_at");--> statement-breakpoint
CREATE POLICY "owner" ON "alerts" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "alerts" AS PERMISSIVE FOR ALL TO "sp_staff", "sp_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "audit_events" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "audit_events" AS PERMISSIVE FOR SELECT TO "sp_app" USING (chain = (select nullif(current_setting('app.customer_id', true), '')::uuid)::text);--> statement-breakpoint
CREATE POLICY "everyone" ON "audit_events" AS PERMISSIVE FOR SELECT TO "sp_staff", "sp_worker" USING (true);--> statement-breakpoint
CREATE POLICY "owner" ON "audit_heads" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "audit_heads" AS PERMISSIVE FOR SELECT TO "sp_app" USING (chain = (select nullif(current_setting('app.customer_id', true), '')::uuid)::text);--> statement-breakpoint
CREATE POLICY "everyone" ON "audit_heads" AS PERMISSIVE FOR SELECT TO "sp_staff", "sp_worker" USING (true);--> statement-breakpoint
CREATE POLICY "owner" ON "candidates" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "candidates" AS PERMISSIVE FOR ALL TO "sp_app" USING (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid) and expires_at > now());--> statement-breakpoint
CREATE POLICY "live" ON "candidates" AS PERMISSIVE FOR ALL TO "sp_worker" USING (expires_at > now());--> statement-breakpoint
CREATE POLICY "owner" ON "connections" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "connections" AS PERMISSIVE FOR ALL TO "sp_staff", "sp_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "connections" AS PERMISSIVE FOR ALL TO "sp_app" USING ("customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "owner" ON "customers" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "customers" AS PERMISSIVE FOR ALL TO "sp_staff", "sp_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "customers" AS PERMISSIVE FOR ALL TO "sp_app" USING ("id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "owner" ON "external_ids" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "external_ids" AS PERMISSIVE FOR ALL TO "sp_staff", "sp_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "external_ids" AS PERMISSIVE FOR ALL TO "sp_app" USING ("customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "owner" ON "invitations" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "memberships" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "memberships" AS PERMISSIVE FOR ALL TO "sp_staff", "sp_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "memberships" AS PERMISSIVE FOR ALL TO "sp_app" USING ("customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "owner" ON "saved_searches" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "saved_searches" AS PERMISSIVE FOR ALL TO "sp_app" USING ("customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "owner" ON "staff_invitations" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "staff" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "support_grants" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "support_grants" AS PERMISSIVE FOR ALL TO "sp_staff", "sp_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "support_grants" AS PERMISSIVE FOR ALL TO "sp_app" USING ("customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "owner" ON "verification_probes" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "verification_probes" AS PERMISSIVE FOR ALL TO "sp_staff", "sp_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "verification_probes" AS PERMISSIVE FOR ALL TO "sp_app" USING ("customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "owner" ON "verification_runs" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone" ON "verification_runs" AS PERMISSIVE FOR ALL TO "sp_staff", "sp_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "verification_runs" AS PERMISSIVE FOR ALL TO "sp_app" USING ("customer_id" = (select nullif(current_setting('app.customer_id', true), '')::uuid));