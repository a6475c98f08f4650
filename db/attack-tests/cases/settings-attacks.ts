import type { AttackCase } from "#db/attack-tests/attack-case.ts";

/** Attacks on who is emailed about what, and on how long sessions last. */
export const settingsAttacks: readonly AttackCase[] = [
  ["app", "turns off emails of a colleague", (f) => `select set_email_choice('${f.a}', '${f.people.memberA}', 'rotation', false)`, "P0002"],
  [
    "app",
    "turns off emails of a person of B",
    (f) => `select set_email_choice('${f.b}', '${f.people.ownerB}', 'rotation', false)`,
    "P0002",
  ],
  [
    "app",
    "turns off emails about a customer of which the person is no member",
    (f) => `select set_email_choice('${f.b}', '${f.people.ownerA}', 'rotation', false)`,
    "P0002",
  ],
  [
    "app",
    "turns on emails of a person of B in their name",
    (f) => `select set_email_choice('${f.b}', set_config('app.user_id', '${f.people.ownerB}', true)::uuid, 'rotation', true)`,
    "P0002",
  ],
  [
    "app-none",
    "turns off emails without a customer",
    (f) => `select set_email_choice('${f.a}', '${f.people.ownerA}', 'rotation', false)`,
    "P0002",
  ],
  ["app", "turns off security notices", (f) => `select set_email_choice('${f.a}', '${f.people.ownerA}', 'quarantine', false)`, "23514"],
  [
    "signin",
    "turns off security notices by a link",
    (f) => `select turn_off_emails('${f.a}', '${f.people.ownerA}', 'quarantine')`,
    "23514",
  ],
  [
    "signin",
    "turns off emails of a person who is no member",
    (f) => [
      `select turn_off_emails('${f.b}', '${f.people.ownerA}', 'rotation')`,
      `select count(*) from email_choice_of('${f.b}', '${f.people.ownerA}', 'rotation')`,
    ],
    "= 0",
  ],
  ["app", "sees what people of B turned off", (f) => `select kind from email_opt_outs where customer_id = '${f.b}'`, "0 rows"],
  [
    "app",
    "writes what is turned off",
    (f) => `insert into email_opt_outs (customer_id, user_id, kind) values ('${f.a}', '${f.people.memberA}', 'rotation')`,
    "42501",
  ],
  ["app", "deletes what a colleague turned off", () => "delete from email_opt_outs", "42501"],
  ["staff", "sees what people turned off", () => "select kind from email_opt_outs", "42501"],
  ["worker", "sees what people turned off", () => "select kind from email_opt_outs", "42501"],
  ["signin", "sees what people turned off", () => "select kind from email_opt_outs", "42501"],
  [
    "app",
    "turns emails on by the function of links",
    (f) => `select turn_off_emails('${f.a}', '${f.people.memberA}', 'rotation')`,
    "42501",
  ],
  [
    "app",
    "writes a choice past the checks",
    (f) => `select write_email_choice('${f.a}', '${f.people.memberA}', 'rotation', false, 'system:sign-in', '{}')`,
    "42501",
  ],
  [
    "worker",
    "mails an owner who turned these emails off",
    (f) => `select owner_address_for('${f.b}', '${f.people.ownerB}', 'rotation')`,
    "= null",
  ],
  [
    "worker",
    "mails an owner about what they did not turn off",
    (f) => `select owner_address_for('${f.b}', '${f.people.ownerB}', 'access-denied')`,
    "= owner@b.example",
  ],
  ["app", "changes the session length of B", (f) => `select set_session_hours('${f.b}', '${f.people.ownerB}', 1)`, "P0002"],
  [
    "app",
    "changes the session length in the name of another owner",
    (f) => `select set_session_hours('${f.a}', '${f.people.ownerB}', 1)`,
    "42501",
  ],
  [
    "app",
    "changes the session length as a member",
    (f) => [
      `select set_config('app.user_id', '${f.people.memberA}', true)`,
      `select set_session_hours('${f.a}', '${f.people.memberA}', 1)`,
    ],
    "42501",
  ],
  [
    "app",
    "chooses sessions that last longer than the portal's",
    (f) => `select set_session_hours('${f.a}', '${f.people.ownerA}', 24)`,
    "23514",
  ],
  ["app", "writes the session length", () => "update customers set session_hours = 8", "42501"],
  ["staff", "writes the session length", () => "update customers set session_hours = 8", "42501"],
  [
    "owner",
    "extends a session past what the company allows",
    (f) => [
      `update customers set session_hours = 1 where id = '${f.a}'`,
      `update sessions set expires = created_at + interval '3 hours' where session_token = '${f.people.session.hash}'`,
      `select expires = created_at + interval '1 hour' from sessions where session_token = '${f.people.session.hash}'`,
    ],
    "= true",
  ],
  [
    "owner",
    "keeps a session past what the company allows by using it",
    (f) => [
      `update customers set session_hours = 1 where id = '${f.a}'`,
      `update sessions set expires = now() + interval '10 min' where session_token = '${f.people.session.hash}'`,
      `select * from use_session('${f.people.session.hash}', 480)`,
      `select expires = created_at + interval '1 hour' from sessions where session_token = '${f.people.session.hash}'`,
    ],
    "= true",
  ],
  [
    "owner",
    "joins a company with shorter sessions and keeps a longer one",
    (f) => [
      `update customers set session_hours = 1 where id = '${f.b}'`,
      `insert into memberships (customer_id, user_id, role) values ('${f.b}', '${f.people.ownerA}', 'member')`,
      `select expires = created_at + interval '1 hour' from sessions where session_token = '${f.people.session.hash}'`,
    ],
    "= true",
  ],
];
