const OF = "customer records";

/** SQL that removes a control of a customer's records; see `MissingControl`. */
export const RECORD_CONTROLS: readonly (readonly [title: string, sql: string, attacked: typeof OF])[] = [
  ["customers may see notes of staff", "grant select on customer_notes to sp_app", OF],
  ["customers may see tags", "grant select on customer_tags to sp_app", OF],
  ["staff may write that an email was sent", "grant update on sent_emails to sp_staff", OF],
  [
    "an address gets notices without being confirmed",
    `create or replace function contacts_to_notify(c uuid) returns table (contact_id uuid, email text) language sql stable security definer
       set search_path = pg_catalog, public as $$ select s.id, s.email from security_contacts s where s.customer_id = c $$`,
    OF,
  ],
  [
    "every person of the staff may tag customers",
    "create or replace function assert_staff(who uuid, roles text[]) returns void language plpgsql set search_path = pg_catalog as $$ begin end $$",
    OF,
  ],
];
