import type { AttackCase } from "#db/attack-tests/attack-case.ts";

const CHOSEN = "sp-00000000-0000-4000-8000-000000000000";
const insertId = (customer: string, connection: string, column: string, value: string) =>
  `insert into external_ids (customer_id, connection_id, ${column}) values ('${customer}', '${connection}', '${value}')`;
const withoutTrigger = "alter table connections disable trigger before_update";

export const externalIdAttacks: readonly AttackCase[] = [
  ["app", "inserts an ID", (f) => `insert into external_ids (customer_id, connection_id) values ('${f.a}', '${f.conn.draft.id}')`, "42501"],
  ["app", "changes the value of an ID", () => `update external_ids set value = '${CHOSEN}'`, "42501"],
  [
    "app",
    "points a connection at another ID",
    (f) => `update connections set external_id_id = '${f.conn.connected.externalIdId}' where id = '${f.conn.draft.id}'`,
    "42501",
  ],
  [
    "app",
    "inserts a connection with a chosen ID",
    (f) =>
      `insert into connections (customer_id, name, regions, external_id_id) values ('${f.a}', 'x', '{us-east-1}', '${f.conn.connected.externalIdId}')`,
    "42501",
  ],
  ["app", "mints for B", (f) => `select create_external_id('${f.b}', '${f.conn.ofB.id}')`, "P0002"],
  ["app", "mints for its own customer with B's connection", (f) => `select create_external_id('${f.a}', '${f.conn.ofB.id}')`, "P0002"],
  ["app-none", "mints without a customer", (f) => `select create_external_id('${f.a}', '${f.conn.connected.id}')`, "P0002"],
  ["app-none", "mints without a customer and without a connection", () => "select create_external_id(null, null)", "P0002"],
  ["app", "mints a second pending ID", (f) => `select create_external_id('${f.a}', '${f.rotation.verified.id}')`, "23505"],
  ["app", "mints for a draft, whose ID is new", (f) => `select create_external_id('${f.a}', '${f.conn.draft.id}')`, "P0002"],
  ["app", "mints for a removed connection", (f) => `select create_external_id('${f.a}', '${f.conn.removed.id}')`, "P0002"],
  ["owner", "inserts an ID with a chosen value", (f) => insertId(f.a, f.conn.draft.id, "value", CHOSEN), "23001"],
  ["owner", "inserts an ID with a chosen state", (f) => insertId(f.a, f.conn.draft.id, "state", "retired"), "23001"],
  ["owner", "changes a value", () => `update external_ids set value = '${CHOSEN}'`, "23001"],
  ["owner", "moves an ID to customer B", (f) => `update external_ids set customer_id = '${f.b}' where customer_id = '${f.a}'`, "23001"],
  ["owner", "deletes an ID", (f) => `delete from external_ids where id = '${f.conn.draft.externalIdId}'`, "23001"],
  ["owner", "deletes IDs, and no row matches", () => "delete from external_ids where false", "23001"],
  ["owner", "truncates IDs", () => "truncate external_ids cascade", "23001"],
  [
    "owner",
    "makes a current ID pending again",
    (f) => `update external_ids set state = 'pending' where id = '${f.conn.draft.externalIdId}'`,
    "23001",
  ],
  [
    "owner",
    "makes a retired ID current again",
    (f) => `update external_ids set state = 'current' where id = '${f.conn.removed.externalIdId}'`,
    "23001",
  ],
  [
    "owner",
    "names B's ID in A's connection",
    (f) => `update connections set external_id_id = '${f.conn.ofB.externalIdId}' where id = '${f.conn.connected.id}'`,
    "23514",
  ],
  [
    "owner",
    "names B's ID with the trigger disabled",
    (f) => [withoutTrigger, `update connections set external_id_id = '${f.conn.ofB.externalIdId}' where id = '${f.conn.connected.id}'`],
    "23503",
  ],
  [
    "owner",
    "names another connection's ID of the same customer with the trigger disabled",
    (f) => [withoutTrigger, `update connections set external_id_id = '${f.conn.draft.externalIdId}' where id = '${f.conn.connected.id}'`],
    "23503",
  ],
  ["staff", "changes an ID", () => "update external_ids set state = 'retired'", "42501"],
  ["staff", "reads an ID's value", () => "select value from external_ids", "42501"],
  ["worker", "changes an ID", () => "update external_ids set state = 'retired'", "42501"],
  [
    "worker",
    "inserts an ID",
    (f) => `insert into external_ids (customer_id, connection_id) values ('${f.a}', '${f.conn.draft.id}')`,
    "42501",
  ],
  ["signin", "reads IDs", () => "select id from external_ids", "42501"],
  ["signin", "mints", (f) => `select create_external_id('${f.a}', '${f.conn.connected.id}')`, "42501"],
  // Rotation.
  ["app", "switches without a run", (f) => `select switch_external_id('${f.a}', '${f.rotation.verified.id}', '${f.a}', 'sealed')`, "23514"],
  [
    "app",
    "switches with the current ID's secure run",
    (f) => `select switch_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.run.id}', 'sealed')`,
    "23514",
  ],
  [
    "app",
    "switches with another connection's run of a pending ID",
    (f) => `select switch_external_id('${f.a}', '${f.rotation.open.id}', '${f.rotation.verified.pendingRun.id}', 'sealed')`,
    "23514",
  ],
  [
    "app",
    "switches to an ARN in plain text",
    (f) =>
      `select switch_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.pendingRun.id}', 'arn:aws:iam::222222222222:role/x')`,
    "23514",
  ],
  [
    "staff",
    "switches",
    (f) => `select switch_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.pendingRun.id}', 'sealed')`,
    "42501",
  ],
  [
    "worker",
    "switches on a run still open",
    (f) => `select switch_external_id('${f.a}', '${f.rotation.open.id}', '${f.rotation.open.pendingRun.id}', 'sealed')`,
    "23514",
  ],
  [
    "app",
    "stores a pending ID's run as the verification without switching",
    (f) => `update connections set verified_run_id = '${f.rotation.verified.pendingRun.id}' where id = '${f.rotation.verified.id}'`,
    "23514",
  ],
  [
    "app-b",
    "switches A's",
    (f) => `select switch_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.pendingRun.id}', 'sealed')`,
    "P0002",
  ],
  [
    "worker",
    "switches twice with one run",
    (f) =>
      Array(2).fill(`select switch_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.pendingRun.id}', 'sealed')`),
    "23514",
  ],
  [
    "worker",
    "retires the current ID",
    (f) => `select retire_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.externalIdId}')`,
    "P0002",
  ],
  [
    "worker",
    "mints a third ID while the previous one retires",
    (f) => `select create_external_id('${f.a}', '${f.rotation.retiring.id}')`,
    "23514",
  ],
  [
    "app",
    "ends a quarantine seven days after the switch with a run in which the previous ID was not denied",
    (f) =>
      `update connections set status = 'connected', verified_run_id = '${f.rotation.overdue.newRun.id}' where id = '${f.rotation.overdue.id}'`,
    "23514",
  ],
  [
    "worker",
    "retires an ID that no run has seen denied",
    (f) => `select retire_external_id('${f.a}', '${f.rotation.retiring.id}', '${f.rotation.retiring.retiringId}')`,
    "23514",
  ],
  [
    "app-b",
    "retires A's pending ID",
    (f) => `select retire_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.pendingId}')`,
    "P0002",
  ],
  [
    "staff",
    "retires",
    (f) => `select retire_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.pendingId}')`,
    "42501",
  ],
  // Allowed.
  [
    "app",
    "cancels a rotation",
    (f) => `select retire_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.pendingId}')`,
    "ok",
  ],
  [
    "worker",
    "switches with a secure run of the pending ID",
    (f) => [
      `select switch_external_id('${f.a}', '${f.rotation.verified.id}', '${f.rotation.verified.pendingRun.id}', 'sealed')`,
      `select external_id_id = '${f.rotation.verified.pendingId}' and status = 'connected' from connections where id = '${f.rotation.verified.id}'`,
    ],
    "= true",
  ],
];
