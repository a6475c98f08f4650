import type { Cheat } from "./cheat.ts";

const H = "c".repeat(64);
const I = "018f0000-0000-7000-8000-000000000001";
const invite = (c: string, who: string, mail = "new@a.example", role = "member") =>
  `select invite_member('${c}', '${who}', '${mail}', '${role}', '${I}', '${H}')`;
const invited = (email: string) => `select invite_staff('018f0000-0000-7000-8000-000000000002', '${email}', 'admin', '${I}', '${H}')`;

export const staffCheats: readonly Cheat[] = [
  ["staff", "suspends as support", (w) => `select suspend_customer('${w.people.support}', '${w.a}', true)`, "42501"],
  ["staff", "suspends as a customer's owner", (w) => `select suspend_customer('${w.people.ownerA}', '${w.a}', true)`, "42501"],
  [
    "staff",
    "invites a customer as support",
    (w) => `select invite_customer('${w.people.support}', 'C', 'o@c.example', '${I}', '${H}')`,
    "42501",
  ],
  [
    "staff",
    "invites an owner as support",
    (w) => `select invite_owner('${w.people.support}', '${w.a}', 'o@c.example', '${I}', '${H}')`,
    "42501",
  ],
  [
    "staff",
    "takes back an invitation of staff as operator",
    (w) => `select revoke_staff_invitation('${w.people.operator}', '${w.staffInvitation}')`,
    "42501",
  ],
  [
    "staff",
    "asks for a rotation as support",
    (w) => `select request_rotation('${w.people.support}', '${w.a}', '${w.conn.connected.id}', 'policy')`,
    "42501",
  ],
  [
    "staff",
    "asks for a rotation without a reason",
    (w) => `select request_rotation('${w.people.operator}', '${w.a}', '${w.conn.connected.id}', '')`,
    "23514",
  ],
  [
    "staff",
    "asks for a rotation of A with B's connection",
    (w) => `select request_rotation('${w.people.operator}', '${w.a}', '${w.conn.ofB.id}', 'policy')`,
    "P0002",
  ],
  [
    "staff",
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
  ["staff", "asks for a run as support", (w) => `select request_run('${w.people.support}', '${w.a}', '${w.conn.connected.id}')`, "42501"],
  ["staff", "reads failed jobs as nobody", (w) => `select * from dead_letters('${w.people.stranger}')`, "42501"],
  ["staff", "retries a failed job as support", (w) => `select retry_dead_letter('${w.people.support}', '${w.a}')`, "42501"],
  ["app", "reads failed jobs", (w) => `select * from dead_letters('${w.people.operator}')`, "42501"],
  ["staff", "asks for a run as nobody", (w) => `select request_run('${w.people.stranger}', '${w.a}', '${w.conn.connected.id}')`, "42501"],
  [
    "staff",
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
  ["staff", "invites staff as nobody", () => invited("x@partner.example"), "42501"],
  ["staff", "makes itself admin", (w) => `select set_staff('${w.people.operator}', '${w.people.operator}', 'admin')`, "42501"],
  ["staff", "demotes itself, the last admin", (w) => `select set_staff('${w.people.admin}', '${w.people.admin}', 'support')`, "23514"],
  ["staff", "removes itself, the last admin", (w) => `select set_staff('${w.people.admin}', '${w.people.admin}', null)`, "23514"],
  ["staff", "gives a customer's owner a role", (w) => `select set_staff('${w.people.admin}', '${w.people.ownerA}', 'admin')`, "P0002"],
  ["staff", "gives a role that is none", (w) => `select set_staff('${w.people.admin}', '${w.people.support}', 'root')`, "23514"],
  ["staff", "writes a staff row", (w) => `insert into staff values ('x', 'y', '${w.people.ownerA}', 'admin')`, "42501"],
  ["staff", "reads sessions", () => "select * from sessions", "42501"],
  ["staff", "reads users", () => "select email from users", "42501"],
  ["staff", "changes a status", () => "update connections set status = 'disabled'", "42501"],
  ["staff", "reads all columns of a connection", () => "select * from connections", "42501"],
  ["staff", "reads a role id", () => "select role_id from connections", "42501"],
  ["staff", "reads a role id of a run", () => "select role_id from verification_runs", "42501"],
  ["staff", "reads the index of an ARN", () => "select arn_hmac from verification_runs", "42501"],
  ["staff", "invites a member as if an owner", (w) => invite(w.a, w.people.ownerA), "42501"],
  ["staff", "resolves an alert as support", (w) => `select resolve_alert('${w.people.support}', '${w.a}')`, "42501"],
  ["staff", "adds a customer with an id missing", () => `select cli_add_customer('C', '{o@c.example}', '{}', '{${H}}')`, "22023"],
  ["app", "suspends", (w) => `select suspend_customer('${w.people.admin}', '${w.a}', true)`, "42501"],
  ["worker", "sets staff", (w) => `select set_staff('${w.people.admin}', '${w.people.support}', 'admin')`, "42501"],
  [
    "staff",
    "suspends as operator",
    (w) => [
      `select suspend_customer('${w.people.operator}', '${w.a}', true)`,
      `select suspended_at is not null from customers where id = '${w.a}'`,
    ],
    "= true",
  ],
  [
    "staff",
    "takes a role away, which ends that person's sessions",
    (w) => [
      `select set_staff('${w.people.admin}', '${w.people.support}', null)`,
      "select role from staff_members() where role = 'support'",
    ],
    "0 rows",
  ],
  [
    "staff",
    "adds a customer at a terminal, which is written down",
    () => [
      `select cli_add_customer('C', '{o@c.example}', '{${I}}', '{${H}}')`,
      "select actor from audit_events where event = 'customer.added'",
    ],
    "= system:cli",
  ],
];
