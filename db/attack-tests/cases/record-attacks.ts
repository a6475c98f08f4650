import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";

const H = "d".repeat(64);
const I = "018f0000-0000-7000-8000-0000000000c1";
const tag = (who: string, c: string, added = "{vip}", removed = "{}") =>
  `select change_customer_tags('${who}', '${c}', '${added}', '${removed}')`;
const note = (who: string, c: string, text = "x") => `select add_customer_note('${who}', '${c}', '${text}')`;
const addContact = (c: string, who: string, mail = "it@a.example") =>
  `select add_security_contact('${c}', '${who}', '${mail}', '${I}', '${H}')`;
const addTimes = (f: Fixtures, times: number, between: (n: number) => string = () => "select 1") =>
  Array.from({ length: times }, (_, n) => [
    addContact(f.a, f.people.ownerA, `it${n}@a.example`)
      .replace(I, `${I.slice(0, -2)}${String.fromCharCode(97 + (n % 6))}${n % 10}`)
      .replace(H, `${H.slice(0, -2)}${String(n).padStart(2, "0")}`),
    between(n),
  ]).flat();
const RECORDS = ["customer_tags", "customer_notes", "security_contacts", "sent_emails"] as const;
const numbered = (n: number) => `{${Array.from({ length: n }, (_, k) => `t${k}`).join(",")}}`;

/** Customers, the worker and sign-in read none of these tables; staff read what they wrote and what was sent, and change nothing. */
const tables: readonly AttackCase[] = [
  ...RECORDS.flatMap((table): readonly AttackCase[] =>
    (["app", "app-b", "worker", "signin"] as const).map(
      (as): AttackCase => [as, `reads ${table}`, () => `select * from ${table}`, "42501"],
    ),
  ),
  ...RECORDS.flatMap((table): readonly AttackCase[] =>
    (["as-admin", "app", "worker"] as const).map((as): AttackCase => [as, `deletes from ${table}`, () => `delete from ${table}`, "42501"]),
  ),
  ["as-admin", "reads the hashes of contacts", () => "select * from security_contacts", "42501"],
  ["as-admin", "writes that an email was sent", () => "update sent_emails set state = 'sent', code = null", "42501"],
  ["worker", "writes that an email was sent", () => "update sent_emails set state = 'sent', code = null", "42501"],
  ["as-admin", "changes a note", () => "update customer_notes set note = 'y'", "42501"],
];

const byStaff: readonly AttackCase[] = [
  ["as-support", "tags a customer as support", (f) => tag(f.people.support, f.a), "42501"],
  ["as-operator", "tags a customer in an admin's name", (f) => tag(f.people.admin, f.a), "42501"],
  ["as-operator", "tags a customer that does not exist", (f) => tag(f.people.operator, I), "P0002"],
  ["as-operator", "adds a tag that is no word", (f) => tag(f.people.operator, f.a, '{"<b>"}'), "23514"],
  ["as-operator", "adds a tag in uppercase", (f) => tag(f.people.operator, f.a, "{VIP}"), "23514"],
  ["as-operator", "adds a tag of 31 characters", (f) => tag(f.people.operator, f.a, `{${"x".repeat(31)}}`), "23514"],
  ["as-operator", "adds a twenty-first tag", (f) => tag(f.people.operator, f.a, numbered(20)), "23514"],
  ["as-operator", "exchanges a tag when there are twenty", (f) => tag(f.people.operator, f.a, numbered(20), "{emea}"), "1 rows"],
  [
    "as-operator",
    "tags a customer in the customer's own chain",
    (f) => [tag(f.people.operator, f.a), `select from audit_events where chain = '${f.a}' and event = 'customer.tagged'`],
    "0 rows",
  ],
  [
    "as-operator",
    "tags a customer in the chain of the partner",
    (f) => [tag(f.people.operator, f.a), "select from audit_events where chain = 'partner' and event = 'customer.tagged'"],
    "1 rows",
  ],
  [
    "as-operator",
    "adds a tag that is there, which is no event",
    (f) => [tag(f.people.operator, f.a, "{emea}"), "select from audit_events where event = 'customer.tagged'"],
    "0 rows",
  ],
  ["app", "tags a customer", (f) => tag(f.people.ownerA, f.a), "42501"],
  ["as-operator", "writes a note in an admin's name", (f) => note(f.people.admin, f.a), "42501"],
  ["as-operator", "writes a note about a customer that does not exist", (f) => note(f.people.operator, I), "P0002"],
  ["as-support", "writes an empty note", (f) => note(f.people.support, f.a, " "), "23514"],
  ["as-support", "writes a note that is too long", (f) => note(f.people.support, f.a, "x".repeat(2001)), "23514"],
  ["as-support", "writes a note as support", (f) => note(f.people.support, f.a), "1 rows"],
  [
    "as-operator",
    "writes a five hundred and first note",
    (f) => [
      `do $$ begin for n in 1 .. 499 loop perform add_customer_note('${f.people.operator}', '${f.a}', 'x'); end loop; end $$`,
      note(f.people.operator, f.a),
    ],
    "23514",
  ],
  ["app", "writes a note", (f) => note(f.people.ownerA, f.a), "42501"],
  [
    "as-support",
    "removes a colleague's note",
    (f) => `select remove_customer_note('${f.people.support}', '${f.a}', '${f.records.a.note}')`,
    "P0002",
  ],
  [
    "as-admin",
    "removes a note of B as one of A",
    (f) => `select remove_customer_note('${f.people.admin}', '${f.a}', '${f.records.b.note}')`,
    "P0002",
  ],
  [
    "as-support",
    "removes a note in its author's name",
    (f) => `select remove_customer_note('${f.people.operator}', '${f.a}', '${f.records.a.note}')`,
    "42501",
  ],
  [
    "as-admin",
    "removes a colleague's note as admin",
    (f) => `select remove_customer_note('${f.people.admin}', '${f.a}', '${f.records.a.note}')`,
    "1 rows",
  ],
];

const contacts: readonly AttackCase[] = [
  ["app", "adds a contact to B", (f) => addContact(f.b, f.people.ownerA), "P0002"],
  [
    "app",
    "adds a contact as a member",
    (f) => [`select set_config('app.user_id', '${f.people.memberA}', true)`, addContact(f.a, f.people.memberA)],
    "42501",
  ],
  ["app", "adds a contact in another person's name", (f) => addContact(f.a, f.people.memberA), "42501"],
  ["as-admin", "adds a contact as staff", (f) => addContact(f.a, f.people.admin), "42501"],
  ["app", "adds two addresses as one", (f) => addContact(f.a, f.people.ownerA, "a@a.example,b@b.example"), "23514"],
  ["app", "adds a confirmed contact a second time", (f) => addContact(f.a, f.people.ownerA, "soc1@soc.example"), "23505"],
  ["app", "adds an eleventh contact", (f) => addTimes(f, 9).slice(0, -1), "23514"],
  [
    "app",
    "adds and removes contacts to send an eleventh email in a day",
    (f) =>
      addTimes(
        f,
        11,
        (n) =>
          `select remove_security_contact('${f.a}', '${f.people.ownerA}', id) from security_contacts_of('${f.a}') where email = 'it${n}@a.example'`,
      ).slice(0, -1),
    "23514",
  ],
  [
    "app",
    "removes a contact of B",
    (f) => `select remove_security_contact('${f.b}', '${f.people.ownerA}', '${f.records.b.confirmed.id}')`,
    "P0002",
  ],
  [
    "app",
    "removes a contact of B as one of A",
    (f) => `select remove_security_contact('${f.a}', '${f.people.ownerA}', '${f.records.b.confirmed.id}')`,
    "P0002",
  ],
  [
    "app",
    "removes a contact as a member",
    (f) => [
      `select set_config('app.user_id', '${f.people.memberA}', true)`,
      `select remove_security_contact('${f.a}', '${f.people.memberA}', '${f.records.a.confirmed.id}')`,
    ],
    "42501",
  ],
  ["app", "reads the contacts of B", (f) => `select * from security_contacts_of('${f.b}')`, "P0002"],
  ["app", "confirms a contact without its link", (f) => `select confirm_security_contact('${f.records.a.unconfirmed.hash}')`, "42501"],
  [
    "signin",
    "confirms a contact twice",
    (f) => Array(2).fill(`select confirm_security_contact('${f.records.a.unconfirmed.hash}')`),
    "P0002",
  ],
  ["signin", "confirms a contact with an unknown token", () => `select confirm_security_contact('${H}')`, "P0002"],
  [
    "signin",
    "reads whose contact a hash confirms",
    (f) => `select customer_name || ' ' || email || ' ' || state from contact_by_hash('${f.records.a.unconfirmed.hash}')`,
    "= A new1@soc.example unconfirmed",
  ],
  [
    "worker",
    "mails a contact that is confirmed already",
    (f) => `select * from contact_for_mail('${f.a}', '${f.records.a.confirmed.id}')`,
    "0 rows",
  ],
  [
    "worker",
    "mails a contact of B as one of A",
    (f) => `select * from contact_for_mail('${f.a}', '${f.records.b.unconfirmed.id}')`,
    "0 rows",
  ],
  [
    "worker",
    "notifies an address that is not confirmed",
    (f) => `select from contacts_to_notify('${f.a}') where email like 'new%'`,
    "0 rows",
  ],
  ["worker", "notifies a confirmed address", (f) => `select email from contacts_to_notify('${f.a}')`, "= soc1@soc.example"],
  ["app", "reads whom the worker notifies", (f) => `select * from contacts_to_notify('${f.b}')`, "42501"],
];

/** An email job about A of which the last try ended with this word, and the records of it. */
const ended = (f: Fixtures, payload: string, state: string, word: string) => [
  `insert into pgboss.job (name, data, state) values ('mail-quarantine', '{"customer": "${f.a}", "event": "${I}", ${payload}}', 'active')`,
  `update pgboss.job set state = '${state}', output = '{"word": "${word}"}' where data->>'event' = '${I}'`,
  `select from sent_emails where id in (select id from pgboss.job where data->>'event' = '${I}')`,
];
const failed = (data: string, output: string) =>
  `insert into pgboss.job (name, data, state, output) values ('mail-quarantine', '${data}', 'retry', '${output}')`;
const sent: readonly AttackCase[] = [
  ["owner", "ends an email job that sent nothing", (f) => ended(f, `"user": "${f.people.ownerA}"`, "completed", "void"), "0 rows"],
  ["owner", "ends an email job that was split", (f) => ended(f, `"x": "y"`, "completed", "split"), "0 rows"],
  [
    "owner",
    "ends an email job about a contact of B",
    (f) => ended(f, `"contact": "${f.records.b.confirmed.id}"`, "completed", "sent"),
    "0 rows",
  ],
  ["owner", "ends an email job that sent an email", (f) => ended(f, `"user": "${f.people.ownerA}"`, "completed", "sent"), "1 rows"],
  ["worker", "fails a job that names no customer", () => failed('{"customer": "none", "user": "none"}', '{"word": "eauth"}'), "ok1"],
  [
    "owner",
    "ends an email job with a notice that is no kind",
    (f) => ended(f, `"user": "${f.people.ownerA}", "notice": "some_word"`, "completed", "sent"),
    "1 rows",
  ],
  ["worker", "fails a job with another payload", () => failed('{"customer": 5, "user": ["x"]}', "[]"), "ok1"],
];

/** Staff send invitations of a customer again and revoke them. */
const resend = (f: Fixtures, who: string, c: string = f.a) =>
  `select resend_invitation('${who}', '${c}', '${f.people.invitation.id}', '${I}', '${H}')`;
const revoke = (f: Fixtures, who: string, c: string = f.a) =>
  `select revoke_customer_invitation('${who}', '${c}', '${f.people.invitation.id}')`;
const invitations: readonly AttackCase[] = [
  ["as-support", "sends an invitation again in an admin's name", (f) => resend(f, f.people.admin), "42501"],
  ["as-operator", "revokes an invitation in an admin's name", (f) => revoke(f, f.people.admin), "42501"],
  ["as-support", "sends an invitation again as support", (f) => resend(f, f.people.support), "42501"],
  ["as-support", "revokes a customer's invitation as support", (f) => revoke(f, f.people.support), "42501"],
  ["as-operator", "sends an invitation of A again as one of B", (f) => resend(f, f.people.operator, f.b), "P0002"],
  ["as-operator", "revokes an invitation of A as one of B", (f) => revoke(f, f.people.operator, f.b), "P0002"],
  ["as-operator", "sends a revoked invitation again", (f) => [revoke(f, f.people.operator), resend(f, f.people.operator)], "P0002"],
  [
    "as-operator",
    "sends an invitation again, and the earlier link stops working",
    (f) => [resend(f, f.people.operator), revoke(f, f.people.operator)],
    "P0002",
  ],
  ["app", "sends an invitation again as staff", (f) => resend(f, f.people.operator), "42501"],
];

export const recordAttacks: readonly AttackCase[] = [...tables, ...byStaff, ...contacts, ...sent, ...invitations];
