import { ADDRESSES, refuses, type ShapeCase } from "./shape-values.ts";

/** What the tables of a customer's records and choices refuse. */
export const RECORD_SHAPES: readonly ShapeCase[] = [
  ...refuses("customers", [["customer_session_hours", "session_hours = 24"]]),
  ...refuses("email_opt_outs", [["email_opt_out_kind", "kind = 'quarantine'"]]),
  ...refuses("customer_tags", [
    ["customer_tag_word", "tag = ''"],
    ["customer_tag_word", "tag = 'VIP'"],
    ["customer_tag_word", "tag = 'a,b'"],
    ["customer_tag_word", "tag = repeat('x', 31)"],
  ]),
  ...refuses("customer_notes", [
    ["customer_note_text", String.raw`note = E' \n'`],
    ["customer_note_text", String.raw`note = E'a\rb'`],
    ["customer_note_text", "note = repeat('x', 2001)"],
  ]),
  ...refuses("security_contacts", [
    ...ADDRESSES.map((address) => ["security_contact_email", `email = '${address}'`] as const),
    ["security_contact_token_hashed", "token_hash = 'a-token-as-in-a-link'"],
  ]),
  ...refuses("sent_emails", [
    ["sent_email_kind", "kind = 'Action required'"],
    ["sent_email_state", "state = 'seen'"],
    ["sent_email_state", "code = 'eauth'"],
    ["sent_email_state", "state = 'failed'"],
    ["sent_email_code", "state = 'failed', code = 'Mailbox of ada@a.example is full'"],
    ["sent_email_tries", "tries = 0"],
  ]),
];
