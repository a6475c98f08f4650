import { ALERT_CONTROLS } from "./alert-controls.ts";
import type { ALL_ATTACK_CASES } from "./all-attack-cases.ts";
import { RECORD_CONTROLS } from "./record-controls.ts";
import { SETTINGS_CONTROLS } from "./settings-controls.ts";

/** SQL of the owner that removes a control, and the attack cases of which at least one must then have another outcome. */
export type MissingControl = readonly [title: string, sql: string, attacked: keyof typeof ALL_ATTACK_CASES];

const body = (signature: string, returns: string, sql: string) =>
  `create or replace function ${signature} returns ${returns} language sql stable set search_path = pg_catalog, public as $$ ${sql} $$`;
const trigger = (name: string, sql: string) =>
  `create or replace function ${name}() returns trigger language plpgsql set search_path = pg_catalog as $$ begin ${sql} return new; end $$`;
const nothing = (signature: string) =>
  `create or replace function ${signature} returns void language plpgsql set search_path = pg_catalog as $$ begin end $$`;
const seesAll = (table: string, role: string) => `create policy too_much on ${table} to ${role} using (true)`;

export const MISSING_CONTROLS: readonly MissingControl[] = [
  ["a state may go backwards", "drop trigger before_update on external_ids", "External IDs"],
  ["IDs may be deleted", "drop trigger keep_rows on external_ids", "External IDs"],
  ["several IDs may be pending", "drop index one_external_id_of_each_state", "External IDs"],
  ["the key from a connection to its ID", "alter table connections drop constraint connection_external_id", "External IDs"],
  ["roles may write External IDs", "grant insert, update on external_ids to sp_app, sp_worker, sp_staff", "External IDs"],
  ["an ARN may be stored in plain text", "alter table connections drop constraint connection_sealed_arn", "External IDs"],
  [
    "a status may change to any other",
    body("is_status_change_allowed(from_status text, to_status text)", "boolean", "select true"),
    "connections and runs",
  ],
  [
    "any secure run verifies a connection",
    body("is_verified_by(r verification_runs, k connections)", "boolean", "select coalesce(r.verdict = 'secure', false)"),
    "connections and runs",
  ],
  ["checks have no budget", body("checks_of(c uuid)", "setof timestamptz", "select now() where false"), "connections and runs"],
  ["two runs may be open", "drop index one_open_run", "connections and runs"],
  ["an allowed probe has no effect", "drop trigger before_insert on verification_probes", "connections and runs"],
  [
    "an allowed probe does not quarantine",
    nothing("quarantine_if_allowed(r verification_runs, p verification_probes)"),
    "connections and runs",
  ],
  [
    "a verdict is not checked",
    trigger("before_run_update", "if new.verdict is not null then new.finished_at := now(); end if;"),
    "connections and runs",
  ],
  [
    "a closed run may be signed again",
    trigger(
      "before_run_update",
      "if old.finished_at is not null and (to_jsonb(new) - 'mac') <> (to_jsonb(old) - 'mac') then raise 'closed' using errcode = '23001'; end if; if old.finished_at is null and new.mac is not null then raise 'open' using errcode = '23001'; end if; if old.finished_at is null and new.verdict is not null then new.finished_at := now(); end if;",
    ),
    "connections and runs",
  ],
  ["a run may be inserted closed", "drop trigger before_insert on verification_runs", "connections and runs"],
  ["a customer may end claims", "grant update (claim_ended_at) on connections to sp_app", "connections and runs"],
  [
    "a customer may choose what was offered for a role",
    "grant update (offered_template_version, offered_log_access) on connections to sp_app",
    "connections and runs",
  ],
  ["a connected connection may have no claim", "alter table connections drop constraint connection_claim", "connections and runs"],
  [
    "one role may be connected twice",
    "drop index one_live_arn; drop index one_live_arn_before; drop index one_live_role",
    "connections and runs",
  ],
  [
    "a run that is not secure may store its account",
    "alter table verification_runs drop constraint run_masked_unless_secure",
    "connections and runs",
  ],
  [
    "a secure run need not name its role",
    "alter table verification_runs drop constraint run_masked_unless_secure; alter table verification_runs add constraint run_masked_unless_secure check (verdict = 'secure' and account_id ~ '^[0-9]{12}$' and role_id ~ '^AROA' or verdict is distinct from 'secure' and role_id is null and coalesce(account_id ~ '^\\*{8}[0-9]{4}$', true))",
    "connections and runs",
  ],
  [
    "a run may be secure without a canary check",
    "alter table verification_runs drop constraint run_secure_has_control",
    "connections and runs",
  ],
  ["a query may run in a colleague's name, or without a limit", "drop trigger before_insert on log_queries", "queries"],
  ["a colleague's query may be changed, or one that has ended", "drop trigger before_update on log_queries", "queries"],
  [
    "a worker may take queries that have their reader",
    "create or replace function heartbeat_limit() returns interval language sql immutable set search_path = pg_catalog as $$ select interval '-1 day' $$",
    "queries",
  ],
  ["a saved query may have a colleague's name", "drop trigger before_insert on saved_queries", "queries"],
  ["a saved query of a colleague may be changed", "drop trigger before_update on saved_queries", "queries"],
  [
    "a colleague's own saved queries are visible",
    "create policy too_much on saved_queries to sp_app using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid))",
    "queries",
  ],
  ["a customer may write its usage", "grant insert, update, delete on log_usage_daily to sp_app", "queries"],
  ["a customer may write the sums for estimates", "grant insert, update, delete on log_scan_sums to sp_app", "queries"],
  ["a customer may write thresholds", "grant insert on query_thresholds to sp_app", "queries"],
  [
    "the worker may read queries",
    "grant select on log_queries to sp_worker; alter table log_queries disable row level security",
    "queries",
  ],
  ["runs may be truncated", "drop trigger keep_rows on verification_runs; drop trigger keep_rows on verification_probes", "retention"],
  ["runs of any age may be deleted", "drop trigger after_delete on verification_runs", "retention"],
  ["probes of any age may be deleted", "drop trigger after_delete on verification_probes", "retention"],
  ["nothing rests on an old run", body("is_run_needed(r verification_runs)", "boolean", "select r.finished_at is null"), "retention"],
  [
    "what a setting says may be deleted",
    body("retention_minimums(out probe_days int, out run_days int)", "record", "select -100000, -100000"),
    "retention",
  ],
  ["the worker may delete probes itself", "grant delete on verification_probes to sp_worker", "retention"],
  ["the worker may say that probes were deleted", "grant update on verification_runs to sp_worker", "retention"],
  ["the worker may write counts", "grant insert, delete on verifications_hourly, connections_daily to sp_worker", "retention"],
  [
    "the worker may write what lists show",
    "grant insert, update on customer_counts, customer_summaries, audit_checkpoints to sp_worker",
    "retention",
  ],
  ["customers may see the lists of all", "grant select on customer_summaries, connection_counts, customer_counts to sp_app", "retention"],
  ...RECORD_CONTROLS,
  ["customers may see the counts of all", "grant select on verifications_hourly to sp_app", "retention"],
  ["expired pending ARNs are visible", seesAll("pending_role_arns", "sp_app, sp_worker"), "the sealed ARN"],
  [
    "the expiry of a pending ARN may be chosen",
    `${trigger("before_pending_role_arn_insert", "new.expires_at := coalesce(new.expires_at, now() + interval '1 hour');")}; grant insert on pending_role_arns to sp_app`,
    "the sealed ARN",
  ],
  ["the sealed ARN can be selected", "grant select on pending_role_arns to sp_app", "the sealed ARN"],
  [
    "shares of STS calls are visible",
    "grant select on sts_shares to sp_app; alter table sts_shares disable row level security",
    "the sealed ARN",
  ],
  ["every person is an owner", nothing("assert_owner(c uuid, who uuid)"), "the sealed ARN"],
  ["a support grant may be valid for any time", "alter table support_grants drop constraint support_grant_bounded", "the sealed ARN"],
  [
    "every role may create temporary tables",
    "do $$ begin execute format('grant temp on database %I to public', current_database()); end $$",
    "audit chains",
  ],
  ["audit rows may change", "drop trigger keep_rows on audit_events", "audit chains"],
  ["an audit row may contain anything", body("only_safe_values(j jsonb)", "boolean", "select true"), "audit chains"],
  ["an audit row may name any actor", body("may_act_as(c text, who text)", "boolean", "select true"), "audit chains"],
  ["actions have no budget", body("action_free_at(c text, kind text)", "timestamptz", "select null::timestamptz"), "audit chains"],
  [
    "denied calls are visible",
    "grant select on denied_calls to sp_worker; alter table denied_calls disable row level security",
    "audit chains",
  ],
  ["every chain is visible", seesAll("audit_events", "sp_app"), "audit chains"],
  ["functions do not check the customer", nothing("assert_tenant(c uuid)"), "other customers"],
  [
    "functions check the definer instead of the session",
    body(
      "is_tenant(c uuid)",
      "boolean",
      "select current_user <> 'sp_app' or c = nullif(current_setting('app.customer_id', true), '')::uuid",
    ),
    "other customers",
  ],
  ["other customers' connections are visible", seesAll("connections", "sp_app"), "other customers"],
  ["other customers' favorites are visible", seesAll("favorite_log_groups", "sp_app"), "other customers"],
  ["other customers' runs are visible", seesAll("verification_runs", "sp_app"), "other customers"],
  ["other customers' probes are visible", seesAll("verification_probes", "sp_app"), "other customers"],
  ["jobs may hold anything", body("only_safe_values(j jsonb)", "boolean", "select true"), "other customers"],
  ["a session may name any customer", "alter table sessions drop constraint session_customer", "people"],
  ["a session may last for any time", "alter table sessions drop constraint session_bounded", "people"],
  [
    "using an expired session extends it",
    `create or replace function use_session(h text, minutes int) returns table (user_id uuid, name text, email text, expires timestamptz, customer_id uuid, memberships jsonb, staff_role text)
       language plpgsql security definer set search_path = pg_catalog, public as $$ begin
       update sessions s set expires = now() + interval '1 hour' where s.session_token = h; return query select * from session_of(h); end $$`,
    "people",
  ],
  ["a session's token may be stored without hashing", "alter table sessions drop constraint session_token_hashed", "people"],
  ["staff may have several identities", "drop trigger before_change on accounts", "people"],
  ["every person is an owner of every customer", nothing("assert_owner(c uuid, who uuid)"), "people"],
  [
    "one owner acts in another's name",
    `create or replace function assert_owner(c uuid, who uuid) returns void language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
       perform assert_tenant(c); if not exists (select from memberships where customer_id = c and user_id = who and role = 'owner') then raise 'no' using errcode = '42501'; end if; end $$`,
    "people",
  ],
  [
    "a member acts as an owner in their own name",
    `create or replace function assert_owner(c uuid, who uuid) returns void language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
       perform assert_tenant(c); if session_user = 'sp_app' and who is distinct from nullif(current_setting('app.user_id', true), '')::uuid then raise 'no' using errcode = '42501'; end if; end $$`,
    "people",
  ],
  ...SETTINGS_CONTROLS,
  ["a session's provider may be anything", "alter table sessions drop constraint session_provider", "sign-in"],
  [
    "every session of a staff member is a staff session",
    body("staff_role_in_session(u uuid, p text)", "text", "select role from staff where user_id = u").replace(
      "stable",
      "stable security definer",
    ),
    "sign-in",
  ],
  ["a session may change its origin", "grant update on sessions to sp_signin", "sign-in"],
  ["links may be deleted", "grant select, delete on verification_tokens to sp_signin", "sign-in"],
  ["a link's token may be stored without hashing", "alter table verification_tokens drop constraint verification_token_hashed", "sign-in"],
  ["a link may lead to another site", "alter table verification_tokens drop constraint verification_token_path", "sign-in"],
  [
    "a link is emailed to everybody",
    `create or replace function link_for_mail(i uuid) returns table (email text, return_path text, token_hash text) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
       select v.identifier, v.return_path, v.token from verification_tokens v where v.id = i $$`,
    "sign-in",
  ],
  [
    "links have no limit",
    `create or replace function request_link(email_address text, i uuid, h text, requested_in text, back text) returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin
       insert into verification_tokens values (lower(email_address), h, now() + interval '10 min', i, requested_in, back); return true; end $$`,
    "sign-in",
  ],
  [
    "used links are not counted",
    `create or replace function use_link(email_address text, h text, opened_in text, confirmed boolean) returns table (identifier text, expires timestamptz)
       language sql security definer set search_path = pg_catalog, public, pg_temp as $$
       delete from verification_tokens v where v.identifier = lower(email_address) and v.token = h and v.expires > now() and (v.browser = opened_in or confirmed) returning v.identifier, v.expires $$`,
    "sign-in",
  ],
  [
    "a link works in every browser",
    `create or replace function use_link(email_address text, h text, opened_in text, confirmed boolean) returns table (identifier text, expires timestamptz)
       language sql security definer set search_path = pg_catalog, public, pg_temp as $$
       update verification_tokens v set used_at = now() where v.identifier = lower(email_address) and v.token = h and v.used_at is null returning v.identifier, v.expires $$`,
    "sign-in",
  ],
  ["invitations have no budget", nothing("assert_invitation_budget(as_owner_of uuid, as_staff uuid, email_address text)"), "people"],
  ["staff's invitations have no budget", nothing("assert_invitation_budget(as_owner_of uuid, as_staff uuid, email_address text)"), "staff"],
  ["an invitation may have several addresses", "alter table invitations drop constraint invitation_email", "people"],
  [
    "one member of staff acts in another's name",
    `create or replace function assert_staff(who uuid, roles text[]) returns void language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$ begin
       if not exists (select from staff where user_id = who and role = any (roles)) then raise 'no' using errcode = '42501'; end if; end $$`,
    "staff",
  ],
  ["staff may call the operators' commands", "grant execute on function cli_invite_staff(text, text, uuid, text) to sp_staff", "staff"],
  ...ALERT_CONTROLS,
  ["every person is staff", nothing("assert_staff(who uuid, roles text[])"), "staff"],
  ["staff read all columns of people", "grant select on users, invitations to sp_staff", "staff"],
  ["staff write to people and invitations", "grant update on users, invitations to sp_staff", "staff"],
  ["all staff see each other's own views", "alter table staff_views disable row level security", "views of staff"],
  [
    "staff write views themselves",
    "grant insert on staff_views to sp_staff; alter table staff_views disable row level security",
    "views of staff",
  ],
  ["customers and the worker see the views of staff", "grant select on staff_views to sp_app, sp_worker", "views of staff"],
  ["the own views of a person who left stay", "drop trigger after_delete on staff", "views of staff"],
  ["staff read all columns", "grant select on connections, verification_runs to sp_staff", "staff"],
  ["an ID may be reused", "alter table external_ids drop constraint external_id_value_used_once", "values"],
  ["an ID may have any format", "alter table external_ids drop constraint external_id_format", "values"],
  ["an ID of A may belong to B's connection", "alter table external_ids drop constraint external_id_of_connection cascade", "values"],
  ["a probe may contain an ARN", "alter table verification_probes drop constraint probe_code", "values"],
  ["an ARN may be stored as its own HMAC", "alter table verification_runs drop constraint run_arn_hmac", "values"],
];
