const nothing = (signature: string) =>
  `create or replace function ${signature} returns void language plpgsql set search_path = pg_catalog as $$ begin end $$`;

/** Controls on email choices and session lengths. */
export const SETTINGS_CONTROLS: readonly (readonly [title: string, sql: string, attacked: "settings"])[] = [
  ["sessions last as long as the portal's, whatever the company chose", "drop trigger before_write on sessions", "settings"],
  ["a person who joins a company keeps a longer session", "drop trigger after_insert on memberships", "settings"],
  ["what others turned off is visible", "create policy too_much on email_opt_outs to sp_app using (true)", "settings"],
  ["security notices may be turned off", "alter table email_opt_outs drop constraint email_opt_out_kind", "settings"],
  ["a session may be longer than the portal's", "alter table customers drop constraint customer_session_hours", "settings"],
  ["every person may change the session length", nothing("assert_owner(c uuid, who uuid)"), "settings"],
  ["emails are turned off for any customer", nothing("assert_tenant(c uuid)"), "settings"],
  [
    "emails are sent to those who turned them off",
    "create or replace function owner_address_for(c uuid, who uuid, as_kind text) returns text language sql stable set search_path = pg_catalog, public as $$ select email from owners_of(c) where user_id = who $$",
    "settings",
  ],
];
