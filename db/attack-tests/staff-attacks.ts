import type { AttackCase } from "./attack-case.ts";
import type { World } from "./fixtures.ts";

const H = "c".repeat(64);
const I = "018f0000-0000-7000-8000-000000000001";
const invite = (c: string, who: string, mail = "new@a.example", role = "member") =>
  `select invite_member('${c}', '${who}', '${mail}', '${role}', '${I}', '${H}')`;
const NOBODY = "018f0000-0000-7000-8000-000000000002";
const inTheNameOf = (person: string) => `select set_config('app.user_id', '${person}', true)`;
const invited = (email: string) => `select invite_staff('${NOBODY}', '${email}', 'admin', '${I}', '${H}')`;

/** Everything that staff may do, by the person in whose name, as its function is called. */
const acts: readonly (readonly [title: string, statement: (w: World, who: string) => string])[] = [
  ["invites a customer", (_, who) => `select invite_customer('${who}', 'C', 'o@c.example', '${I}', '${H}')`],
  ["invites an owner", (w, who) => `select invite_owner('${who}', '${w.a}', 'o@c.example', '${I}', '${H}')`],
  ["invites an admin", (_, who) => invited("x@partner.example").replace(NOBODY, who)],
  ["takes back an invitation of staff", (w, who) => `select revoke_staff_invitation('${who}', '${w.staffInvitation}')`],
  ["suspends", (w, who) => `select suspend_customer('${who}', '${w.a}', true)`],
  ["asks for a run", (w, who) => `select request_run('${who}', '${w.a}', '${w.conn.connected.id}')`],
  ["asks for a rotation", (w, who) => `select request_rotation('${who}', '${w.a}', '${w.conn.connected.id}', 'policy')`],
  ["asks for a support grant", (w, who) => `select request_support_grant('${who}', '${w.a}', '${w.conn.connected.id}', 'x')`],
  ["makes support an admin", (w, who) => `select set_staff('${who}', '${w.people.support}', 'admin')`],
  ["asks for a colleague's budget", (_, who) => `select * from staff_invitations_free_at('${who}', 'o@c.example')`],
  ["resolves an alert", (w, who) => `select resolve_alert('${who}', '${w.a}')`],
  ["reads failed jobs", (_, who) => `select * from dead_letters('${who}')`],
  ["retries a failed job", (w, who) => `select retry_dead_letter('${who}', '${w.a}')`],
  ["appends to the audit", (w, who) => `select append_audit('${w.a}', 'x.y', 'staff:${who}', '{}')`],
];

const inAnothersName: readonly AttackCase[] = [
  ...acts.flatMap(([title, statement]): readonly AttackCase[] => [
    ["as-support", `${title} in an admin's name`, (w) => statement(w, w.people.admin), "42501"],
    ["as-operator", `${title} in an admin's name`, (w) => statement(w, w.people.admin), "42501"],
    ["staff", `${title} in an admin's name, as nobody`, (w) => statement(w, w.people.admin), "42501"],
  ]),
  [
    "as-operator",
    "opens with the grant of a colleague in their name",
    (w) => `select * from open_connection_for_support('${w.grants.live}', '${w.people.support}', false)`,
    "42501",
  ],
  ["as-admin", "appends to the audit as a command", (w) => `select append_audit('${w.a}', 'x.y', 'system:cli', '{}')`, "42501"],
  ["as-admin", "mints an External ID without a reason", (w) => `select mint_external_id('${w.a}', '${w.conn.connected.id}')`, "42501"],
  ["as-admin", "queues a mail", (w) => `select enqueue_job('mail-quarantine', '{"customer": "${w.a}"}')`, "42501"],
];

/** What a command at a terminal does without a person: nobody but the database's owner. */
const atATerminal: readonly AttackCase[] = (["app", "as-admin", "worker", "signin"] as const).flatMap((login): readonly AttackCase[] => [
  [login, "invites an admin as if at a terminal", () => `select cli_invite_staff('x@example.com', 'admin', '${I}', '${H}')`, "42501"],
  [login, "erases a person as if at a terminal", () => "select cli_erase_person('member@a.example')", "42501"],
  [login, "adds a customer as if at a terminal", () => `select cli_add_customer('C', '{o@c.example}', '{${I}}', '{${H}}')`, "42501"],
]);

const times = (n: number, statement: (id: string, hash: string) => string) =>
  Array.from({ length: n }, (_, k) => statement(`${I.slice(0, -2)}2${k}`, `${H.slice(0, -1)}${k}`));

/** Six invitations of one address in a day, by whatever way and whichever of the staff. */
const tooManyInvitations: readonly AttackCase[] = [
  [
    "as-operator",
    "invites one address as owner of a sixth new customer",
    (w) => times(6, (id, hash) => `select invite_customer('${w.people.operator}', 'C', 'o@c.example', '${id}', '${hash}')`),
    "23514",
  ],
  [
    "as-operator",
    "invites one address as owner for the sixth time",
    (w) => times(6, (id, hash) => `select invite_owner('${w.people.operator}', '${w.a}', 'o@c.example', '${id}', '${hash}')`),
    "23514",
  ],
  [
    "as-admin",
    "invites one address to the staff for the sixth time",
    (w) => times(6, (id, hash) => `select invite_staff('${w.people.admin}', 'o@c.example', 'support', '${id}', '${hash}')`),
    "23514",
  ],
  [
    "staff",
    "invites one address to the staff after five times as owner, by a colleague",
    (w) => [
      inTheNameOf(w.people.operator),
      ...times(5, (id, hash) => `select invite_owner('${w.people.operator}', '${w.a}', 'o@c.example', '${id}', '${hash}')`),
      inTheNameOf(w.people.admin),
      `select invite_staff('${w.people.admin}', 'o@c.example', 'support', '${I}', '${H}')`,
    ],
    "23514",
  ],
  ["as-support", "asks for the budget", (w) => `select * from staff_invitations_free_at('${w.people.support}', 'o@c.example')`, "42501"],
];

export const staffAttacks: readonly AttackCase[] = [
  ...tooManyInvitations,
  ...inAnothersName,
  ...atATerminal,
  ["as-support", "suspends as support", (w) => `select suspend_customer('${w.people.support}', '${w.a}', true)`, "42501"],
  [
    "staff",
    "suspends as a customer's owner",
    (w) => [inTheNameOf(w.people.ownerA), `select suspend_customer('${w.people.ownerA}', '${w.a}', true)`],
    "42501",
  ],
  [
    "as-support",
    "invites a customer as support",
    (w) => `select invite_customer('${w.people.support}', 'C', 'o@c.example', '${I}', '${H}')`,
    "42501",
  ],
  [
    "as-support",
    "invites an owner as support",
    (w) => `select invite_owner('${w.people.support}', '${w.a}', 'o@c.example', '${I}', '${H}')`,
    "42501",
  ],
  [
    "as-operator",
    "takes back an invitation of staff as operator",
    (w) => `select revoke_staff_invitation('${w.people.operator}', '${w.staffInvitation}')`,
    "42501",
  ],
  [
    "as-support",
    "asks for a rotation as support",
    (w) => `select request_rotation('${w.people.support}', '${w.a}', '${w.conn.connected.id}', 'policy')`,
    "42501",
  ],
  [
    "as-operator",
    "asks for a rotation without a reason",
    (w) => `select request_rotation('${w.people.operator}', '${w.a}', '${w.conn.connected.id}', '')`,
    "23514",
  ],
  [
    "as-operator",
    "asks for a rotation of A with B's connection",
    (w) => `select request_rotation('${w.people.operator}', '${w.a}', '${w.conn.ofB.id}', 'policy')`,
    "P0002",
  ],
  [
    "as-operator",
    "asks for a second rotation",
    (w) => `select request_rotation('${w.people.operator}', '${w.a}', '${w.rotation.retiring.id}', 'policy')`,
    "23514",
  ],
  [
    "app",
    "asks for a rotation as staff",
    (w) => `select request_rotation('${w.people.operator}', '${w.a}', '${w.conn.connected.id}', 'policy')`,
    "42501",
  ],
  [
    "as-support",
    "asks for a run as support",
    (w) => `select request_run('${w.people.support}', '${w.a}', '${w.conn.connected.id}')`,
    "42501",
  ],
  [
    "staff",
    "reads failed jobs as nobody",
    (w) => [inTheNameOf(w.people.stranger), `select * from dead_letters('${w.people.stranger}')`],
    "42501",
  ],
  ["as-support", "retries a failed job as support", (w) => `select retry_dead_letter('${w.people.support}', '${w.a}')`, "42501"],
  ["app", "reads failed jobs", (w) => `select * from dead_letters('${w.people.operator}')`, "42501"],
  [
    "staff",
    "asks for a run as nobody",
    (w) => [inTheNameOf(w.people.stranger), `select request_run('${w.people.stranger}', '${w.a}', '${w.conn.connected.id}')`],
    "42501",
  ],
  [
    "as-operator",
    "asks for a run of A with B's connection",
    (w) => `select request_run('${w.people.operator}', '${w.a}', '${w.conn.ofB.id}')`,
    "P0002",
  ],
  [
    "staff",
    "invites staff as operator",
    (w) => invited("x@partner.example").replace("018f0000-0000-7000-8000-000000000002", w.people.operator),
    "42501",
  ],
  ["staff", "invites staff as nobody", () => [inTheNameOf(NOBODY), invited("x@partner.example")], "42501"],
  ["as-operator", "makes itself admin", (w) => `select set_staff('${w.people.operator}', '${w.people.operator}', 'admin')`, "42501"],
  ["as-admin", "demotes itself, the last admin", (w) => `select set_staff('${w.people.admin}', '${w.people.admin}', 'support')`, "23514"],
  ["as-admin", "removes itself, the last admin", (w) => `select set_staff('${w.people.admin}', '${w.people.admin}', null)`, "23514"],
  ["as-admin", "gives a customer's owner a role", (w) => `select set_staff('${w.people.admin}', '${w.people.ownerA}', 'admin')`, "P0002"],
  ["as-admin", "gives a role that is none", (w) => `select set_staff('${w.people.admin}', '${w.people.support}', 'root')`, "23514"],
  ["staff", "writes a staff row", (w) => `insert into staff values ('x', 'y', '${w.people.ownerA}', 'admin')`, "42501"],
  ["staff", "reads sessions", () => "select * from sessions", "42501"],
  ["staff", "reads users", () => "select email from users", "42501"],
  ["staff", "changes a status", () => "update connections set status = 'disabled'", "42501"],
  ["staff", "reads all columns of a connection", () => "select * from connections", "42501"],
  ["staff", "reads a role id", () => "select role_id from connections", "42501"],
  ["staff", "reads a role id of a run", () => "select role_id from verification_runs", "42501"],
  ["staff", "reads the index of an ARN", () => "select arn_hmac from verification_runs", "42501"],
  ["staff", "invites a member as if an owner", (w) => invite(w.a, w.people.ownerA), "42501"],
  ["as-support", "resolves an alert as support", (w) => `select resolve_alert('${w.people.support}', '${w.a}')`, "42501"],
  ["owner", "adds a customer with an id missing", () => `select cli_add_customer('C', '{o@c.example}', '{}', '{${H}}')`, "22023"],
  ["app", "suspends", (w) => `select suspend_customer('${w.people.admin}', '${w.a}', true)`, "42501"],
  ["worker", "sets staff", (w) => `select set_staff('${w.people.admin}', '${w.people.support}', 'admin')`, "42501"],
  [
    "as-operator",
    "suspends as operator",
    (w) => [
      `select suspend_customer('${w.people.operator}', '${w.a}', true)`,
      `select suspended_at is not null from customers where id = '${w.a}'`,
    ],
    "= true",
  ],
  [
    "as-admin",
    "takes a role away, which ends that person's sessions",
    (w) => [
      `select set_staff('${w.people.admin}', '${w.people.support}', null)`,
      "select role from staff_members() where role = 'support'",
    ],
    "0 rows",
  ],
  [
    "owner",
    "adds a customer at a terminal, which is written down",
    () => [
      `select cli_add_customer('C', '{o@c.example}', '{${I}}', '{${H}}')`,
      "select actor from audit_events where event = 'customer.added'",
    ],
    "= system:cli",
  ],
];
