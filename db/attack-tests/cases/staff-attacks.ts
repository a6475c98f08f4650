import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";
import { ACTS_OF_ACTIONS, actionAttacks } from "./action-attacks.ts";
import { savesView } from "./view-attacks.ts";

const H = "c".repeat(64);
const I = "018f0000-0000-7000-8000-000000000001";
const invite = (c: string, who: string, mail = "new@a.example", role = "member") =>
  `select invite_member('${c}', '${who}', '${mail}', '${role}', '${I}', '${H}')`;
const NOBODY = "018f0000-0000-7000-8000-000000000002";
const inTheNameOf = (person: string) => `select set_config('app.user_id', '${person}', true)`;
const invited = (email: string) => `select invite_staff('${NOBODY}', '${email}', 'admin', '${I}', '${H}')`;

/** Everything that staff may do, as a call of the function in the name of a person. */
const acts: readonly (readonly [title: string, statement: (f: Fixtures, who: string) => string])[] = [
  ["invites a customer", (_, who) => `select invite_customer('${who}', 'C', 'o@c.example', '${I}', '${H}')`],
  ["invites an owner", (f, who) => `select invite_owner('${who}', '${f.a}', 'o@c.example', '${I}', '${H}')`],
  ["invites an admin", (_, who) => invited("x@partner.example").replace(NOBODY, who)],
  ["revokes an invitation of staff", (f, who) => `select revoke_staff_invitation('${who}', '${f.staffInvitation}')`],
  ["suspends", (f, who) => `select suspend_customer('${who}', '${f.a}', true)`],
  ["asks for a run", (f, who) => `select request_run('${who}', '${f.a}', '${f.conn.connected.id}')`],
  ["asks for a rotation", (f, who) => `select request_rotation('${who}', '${f.a}', '${f.conn.connected.id}', 'policy')`],
  ["asks for a support grant", (f, who) => `select request_support_grant('${who}', '${f.a}', '${f.conn.connected.id}', 'x')`],
  ["makes support an admin", (f, who) => `select set_staff('${who}', '${f.people.support}', 'admin')`],
  ["asks for a colleague's budget", (_, who) => `select * from staff_invitations_free_at('${who}', 'o@c.example')`],
  ["resolves an alert", (f, who) => `select resolve_alert('${who}', '${f.a}')`],
  ["reads failed jobs", (_, who) => `select * from failed_jobs('${who}')`],
  ["retries a failed job", (f, who) => `select retry_failed_job('${who}', '${f.a}')`],
  ["finds by an ID", (f, who) => `select * from find_for_staff('${who}', '${f.a}', '{}')`],
  ["finds a person", (_, who) => `select person_for_staff('${who}', 'owner@a.example')`],
  ...ACTS_OF_ACTIONS,
  ["saves a view", (_, who) => `select ${savesView(who)}`],
  ["deletes a view", (f, who) => `select delete_staff_view('${who}', '${f.views.shared}')`],
  ["deletes a view that does not exist", (_, who) => `select delete_staff_view('${who}', '${NOBODY}')`],
  ["appends to the audit", (f, who) => `select append_audit('${f.a}', 'x.y', 'staff:${who}', '{}')`],
];

const inAnothersName: readonly AttackCase[] = [
  ...acts.flatMap(([title, statement]): readonly AttackCase[] => [
    ["as-support", `${title} in an admin's name`, (f) => statement(f, f.people.admin), "42501"],
    ["as-operator", `${title} in an admin's name`, (f) => statement(f, f.people.admin), "42501"],
    ["staff", `${title} in an admin's name, without a person`, (f) => statement(f, f.people.admin), "42501"],
  ]),
  [
    "as-operator",
    "opens with the grant of a colleague in their name",
    (f) => `select * from open_connection_for_support('${f.grants.live}', '${f.people.support}', false)`,
    "42501",
  ],
  ["as-admin", "appends to the audit as a command", (f) => `select append_audit('${f.a}', 'x.y', 'system:cli', '{}')`, "42501"],
  ["as-admin", "mints an External ID without a reason", (f) => `select create_external_id('${f.a}', '${f.conn.connected.id}')`, "42501"],
  ["as-admin", "queues a mail", (f) => `select enqueue_job('mail-quarantine', '{"customer": "${f.a}"}')`, "42501"],
];

/** Functions of the operator commands, which act without a person and which only the database owner may call. */
const atATerminal: readonly AttackCase[] = (["app", "as-admin", "worker", "signin"] as const).flatMap((login): readonly AttackCase[] => [
  [login, "invites an admin as if at a terminal", () => `select cli_invite_staff('x@example.com', 'admin', '${I}', '${H}')`, "42501"],
  [login, "erases a person as if at a terminal", () => "select cli_erase_person('member@a.example')", "42501"],
  [login, "adds a customer as if at a terminal", () => `select cli_add_customer('C', '{o@c.example}', '{${I}}', '{${H}}')`, "42501"],
]);

const times = (n: number, statement: (id: string, hash: string) => string) =>
  Array.from({ length: n }, (_, k) => statement(`${I.slice(0, -2)}2${k}`, `${H.slice(0, -1)}${k}`));

/** Six invitations of one address in a day, in each way and by several members of staff. */
const tooManyInvitations: readonly AttackCase[] = [
  [
    "as-operator",
    "invites one address as owner of a sixth new customer",
    (f) => times(6, (id, hash) => `select invite_customer('${f.people.operator}', 'C', 'o@c.example', '${id}', '${hash}')`),
    "23514",
  ],
  [
    "as-operator",
    "invites one address as owner for the sixth time",
    (f) => times(6, (id, hash) => `select invite_owner('${f.people.operator}', '${f.a}', 'o@c.example', '${id}', '${hash}')`),
    "23514",
  ],
  [
    "as-admin",
    "invites one address to the staff for the sixth time",
    (f) => times(6, (id, hash) => `select invite_staff('${f.people.admin}', 'o@c.example', 'support', '${id}', '${hash}')`),
    "23514",
  ],
  [
    "staff",
    "invites one address to the staff after five times as owner, by a colleague",
    (f) => [
      inTheNameOf(f.people.operator),
      ...times(5, (id, hash) => `select invite_owner('${f.people.operator}', '${f.a}', 'o@c.example', '${id}', '${hash}')`),
      inTheNameOf(f.people.admin),
      `select invite_staff('${f.people.admin}', 'o@c.example', 'support', '${I}', '${H}')`,
    ],
    "23514",
  ],
  ["as-support", "asks for the budget", (f) => `select * from staff_invitations_free_at('${f.people.support}', 'o@c.example')`, "42501"],
];

export const staffAttacks: readonly AttackCase[] = [
  ...actionAttacks,
  ...tooManyInvitations,
  ...inAnothersName,
  ...atATerminal,
  ["as-support", "suspends as support", (f) => `select suspend_customer('${f.people.support}', '${f.a}', true)`, "42501"],
  [
    "staff",
    "suspends as a customer's owner",
    (f) => [inTheNameOf(f.people.ownerA), `select suspend_customer('${f.people.ownerA}', '${f.a}', true)`],
    "42501",
  ],
  [
    "as-support",
    "invites a customer as support",
    (f) => `select invite_customer('${f.people.support}', 'C', 'o@c.example', '${I}', '${H}')`,
    "42501",
  ],
  [
    "as-support",
    "invites an owner as support",
    (f) => `select invite_owner('${f.people.support}', '${f.a}', 'o@c.example', '${I}', '${H}')`,
    "42501",
  ],
  [
    "as-operator",
    "revokes an invitation of staff as operator",
    (f) => `select revoke_staff_invitation('${f.people.operator}', '${f.staffInvitation}')`,
    "42501",
  ],
  [
    "as-support",
    "asks for a rotation as support",
    (f) => `select request_rotation('${f.people.support}', '${f.a}', '${f.conn.connected.id}', 'policy')`,
    "42501",
  ],
  [
    "as-operator",
    "asks for a rotation without a reason",
    (f) => `select request_rotation('${f.people.operator}', '${f.a}', '${f.conn.connected.id}', '')`,
    "23514",
  ],
  [
    "as-operator",
    "asks for a rotation of A with B's connection",
    (f) => `select request_rotation('${f.people.operator}', '${f.a}', '${f.conn.ofB.id}', 'policy')`,
    "P0002",
  ],
  [
    "as-operator",
    "asks for a second rotation",
    (f) => `select request_rotation('${f.people.operator}', '${f.a}', '${f.rotation.retiring.id}', 'policy')`,
    "23514",
  ],
  [
    "app",
    "asks for a rotation as staff",
    (f) => `select request_rotation('${f.people.operator}', '${f.a}', '${f.conn.connected.id}', 'policy')`,
    "42501",
  ],
  [
    "as-support",
    "asks for a run as support",
    (f) => `select request_run('${f.people.support}', '${f.a}', '${f.conn.connected.id}')`,
    "42501",
  ],
  [
    "staff",
    "reads failed jobs as a person who is not staff",
    (f) => [inTheNameOf(f.people.stranger), `select * from failed_jobs('${f.people.stranger}')`],
    "42501",
  ],
  ["as-support", "retries a failed job as support", (f) => `select retry_failed_job('${f.people.support}', '${f.a}')`, "42501"],
  ["app", "reads failed jobs", (f) => `select * from failed_jobs('${f.people.operator}')`, "42501"],
  [
    "staff",
    "asks for a run as a person who is not staff",
    (f) => [inTheNameOf(f.people.stranger), `select request_run('${f.people.stranger}', '${f.a}', '${f.conn.connected.id}')`],
    "42501",
  ],
  [
    "as-operator",
    "asks for a run of A with B's connection",
    (f) => `select request_run('${f.people.operator}', '${f.a}', '${f.conn.ofB.id}')`,
    "P0002",
  ],
  [
    "staff",
    "invites staff as operator",
    (f) => invited("x@partner.example").replace("018f0000-0000-7000-8000-000000000002", f.people.operator),
    "42501",
  ],
  ["staff", "invites staff as a person who does not exist", () => [inTheNameOf(NOBODY), invited("x@partner.example")], "42501"],
  ["as-operator", "makes itself admin", (f) => `select set_staff('${f.people.operator}', '${f.people.operator}', 'admin')`, "42501"],
  ["as-admin", "demotes itself, the last admin", (f) => `select set_staff('${f.people.admin}', '${f.people.admin}', 'support')`, "23514"],
  ["as-admin", "removes itself, the last admin", (f) => `select set_staff('${f.people.admin}', '${f.people.admin}', null)`, "23514"],
  ["as-admin", "gives a customer's owner a role", (f) => `select set_staff('${f.people.admin}', '${f.people.ownerA}', 'admin')`, "P0002"],
  ["as-admin", "sets a role that does not exist", (f) => `select set_staff('${f.people.admin}', '${f.people.support}', 'root')`, "23514"],
  ["staff", "writes a staff row", (f) => `insert into staff values ('x', 'y', '${f.people.ownerA}', 'admin')`, "42501"],
  ["staff", "reads sessions", () => "select * from sessions", "42501"],
  ["staff", "reads a picture of a person", () => "select image from users", "42501"],
  ["staff", "reads whether an address was verified", () => "select email_verified from users", "42501"],
  ["staff", "changes a person", () => "update users set name = 'x'", "42501"],
  ["staff", "reads the token of an invitation", () => "select token_hash from invitations", "42501"],
  ["staff", "reads who sent an invitation", () => "select invited_by from invitations", "42501"],
  ["staff", "accepts an invitation itself", () => "update invitations set accepted_at = now()", "42501"],
  ["staff", "changes a status", () => "update connections set status = 'disabled'", "42501"],
  ["staff", "reads all columns of a connection", () => "select * from connections", "42501"],
  ["staff", "reads a role id", () => "select role_id from connections", "42501"],
  ["staff", "reads a role id of a run", () => "select role_id from verification_runs", "42501"],
  ["staff", "reads the index of an ARN", () => "select arn_hmac from verification_runs", "42501"],
  ["staff", "invites a member as if an owner", (f) => invite(f.a, f.people.ownerA), "42501"],
  ["as-support", "resolves an alert as support", (f) => `select resolve_alert('${f.people.support}', '${f.a}')`, "42501"],
  ["owner", "adds a customer with an id missing", () => `select cli_add_customer('C', '{o@c.example}', '{}', '{${H}}')`, "22023"],
  ["app", "suspends", (f) => `select suspend_customer('${f.people.admin}', '${f.a}', true)`, "42501"],
  ["worker", "sets staff", (f) => `select set_staff('${f.people.admin}', '${f.people.support}', 'admin')`, "42501"],
  [
    "as-operator",
    "suspends as operator",
    (f) => [
      `select suspend_customer('${f.people.operator}', '${f.a}', true)`,
      `select suspended_at is not null from customers where id = '${f.a}'`,
    ],
    "= true",
  ],
  [
    "as-admin",
    "removes a person from the staff",
    (f) => [
      `select set_staff('${f.people.admin}', '${f.people.support}', null)`,
      "select role from staff_members() where role = 'support'",
    ],
    "0 rows",
  ],
  [
    "owner",
    "adds a customer by command, which is audited",
    () => [
      `select cli_add_customer('C', '{o@c.example}', '{${I}}', '{${H}}')`,
      "select actor from audit_events where event = 'customer.added'",
    ],
    "= system:cli",
  ],
];
