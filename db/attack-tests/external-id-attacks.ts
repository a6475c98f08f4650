import type { AttackCase } from "./attack-case.ts";

const CHOSEN = "sp-00000000-0000-4000-8000-000000000000";
const insertId = (customer: string, connection: string, column: string, value: string) =>
  `insert into external_ids (customer_id, connection_id, ${column}) values ('${customer}', '${connection}', '${value}')`;
const withoutTrigger = "alter table connections disable trigger moved";

export const externalIdAttacks: readonly AttackCase[] = [
  ["app", "inserts an ID", (w) => `insert into external_ids (customer_id, connection_id) values ('${w.a}', '${w.conn.draft.id}')`, "42501"],
  ["app", "changes the value of an ID", () => `update external_ids set value = '${CHOSEN}'`, "42501"],
  [
    "app",
    "points a connection at another ID",
    (w) => `update connections set external_id_id = '${w.conn.connected.externalIdId}' where id = '${w.conn.draft.id}'`,
    "42501",
  ],
  [
    "app",
    "inserts a connection with a chosen ID",
    (w) =>
      `insert into connections (customer_id, name, regions, external_id_id) values ('${w.a}', 'x', '{us-east-1}', '${w.conn.connected.externalIdId}')`,
    "42501",
  ],
  ["app", "mints for B", (w) => `select mint_external_id('${w.b}', '${w.conn.ofB.id}')`, "P0002"],
  ["app", "mints with its own name and B's connection", (w) => `select mint_external_id('${w.a}', '${w.conn.ofB.id}')`, "P0002"],
  ["app-none", "mints without a customer", (w) => `select mint_external_id('${w.a}', '${w.conn.connected.id}')`, "P0002"],
  ["app-none", "mints without a customer for nobody", () => "select mint_external_id(null, null)", "P0002"],
  ["app", "mints a second pending ID", (w) => `select mint_external_id('${w.a}', '${w.rotation.proven.id}')`, "23505"],
  ["app", "mints for a draft, whose ID is new anyway", (w) => `select mint_external_id('${w.a}', '${w.conn.draft.id}')`, "P0002"],
  ["app", "mints for a removed connection", (w) => `select mint_external_id('${w.a}', '${w.conn.removed.id}')`, "P0002"],
  ["owner", "inserts an ID with a chosen value", (w) => insertId(w.a, w.conn.draft.id, "value", CHOSEN), "23001"],
  ["owner", "inserts an ID with a chosen state", (w) => insertId(w.a, w.conn.draft.id, "state", "retired"), "23001"],
  ["owner", "changes a value", () => `update external_ids set value = '${CHOSEN}'`, "23001"],
  ["owner", "moves an ID to customer B", (w) => `update external_ids set customer_id = '${w.b}' where customer_id = '${w.a}'`, "23001"],
  ["owner", "deletes an ID", (w) => `delete from external_ids where id = '${w.conn.draft.externalIdId}'`, "23001"],
  ["owner", "deletes IDs, and no row matches", () => "delete from external_ids where false", "23001"],
  ["owner", "truncates IDs", () => "truncate external_ids cascade", "23001"],
  [
    "owner",
    "makes a current ID pending again",
    (w) => `update external_ids set state = 'pending' where id = '${w.conn.draft.externalIdId}'`,
    "23001",
  ],
  [
    "owner",
    "makes a retired ID current again",
    (w) => `update external_ids set state = 'current' where id = '${w.conn.removed.externalIdId}'`,
    "23001",
  ],
  [
    "owner",
    "names B's ID in A's connection",
    (w) => `update connections set external_id_id = '${w.conn.ofB.externalIdId}' where id = '${w.conn.connected.id}'`,
    "23514",
  ],
  [
    "owner",
    "names B's ID with the trigger out of the way",
    (w) => [withoutTrigger, `update connections set external_id_id = '${w.conn.ofB.externalIdId}' where id = '${w.conn.connected.id}'`],
    "23503",
  ],
  [
    "owner",
    "names another connection's ID of the same customer, trigger out of the way",
    (w) => [withoutTrigger, `update connections set external_id_id = '${w.conn.draft.externalIdId}' where id = '${w.conn.connected.id}'`],
    "23503",
  ],
  ["staff", "changes an ID", () => "update external_ids set state = 'retired'", "42501"],
  ["staff", "reads an ID's value", () => "select value from external_ids", "42501"],
  ["worker", "changes an ID", () => "update external_ids set state = 'retired'", "42501"],
  [
    "worker",
    "inserts an ID",
    (w) => `insert into external_ids (customer_id, connection_id) values ('${w.a}', '${w.conn.draft.id}')`,
    "42501",
  ],
  ["signin", "reads IDs", () => "select id from external_ids", "42501"],
  ["signin", "mints", (w) => `select mint_external_id('${w.a}', '${w.conn.connected.id}')`, "42501"],
  // rotation
  ["app", "switches without a run", (w) => `select switch_external_id('${w.a}', '${w.rotation.proven.id}', '${w.a}', 'sealed')`, "23514"],
  [
    "app",
    "switches with the current ID's secure run",
    (w) => `select switch_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.run.id}', 'sealed')`,
    "23514",
  ],
  [
    "app",
    "switches with another connection's run of a pending ID",
    (w) => `select switch_external_id('${w.a}', '${w.rotation.open.id}', '${w.rotation.proven.pendingRun.id}', 'sealed')`,
    "23514",
  ],
  [
    "app",
    "switches to an ARN in plain text",
    (w) =>
      `select switch_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.pendingRun.id}', 'arn:aws:iam::222222222222:role/x')`,
    "23514",
  ],
  [
    "staff",
    "switches",
    (w) => `select switch_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.pendingRun.id}', 'sealed')`,
    "42501",
  ],
  [
    "worker",
    "switches on a run still open",
    (w) => `select switch_external_id('${w.a}', '${w.rotation.open.id}', '${w.rotation.open.pendingRun.id}', 'sealed')`,
    "23514",
  ],
  [
    "app",
    "makes a pending ID's run the proof without a switch",
    (w) => `update connections set proved_run_id = '${w.rotation.proven.pendingRun.id}' where id = '${w.rotation.proven.id}'`,
    "23514",
  ],
  [
    "app-b",
    "switches A's",
    (w) => `select switch_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.pendingRun.id}', 'sealed')`,
    "P0002",
  ],
  [
    "worker",
    "switches twice with one run",
    (w) => Array(2).fill(`select switch_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.pendingRun.id}', 'sealed')`),
    "23514",
  ],
  [
    "worker",
    "retires the current ID",
    (w) => `select retire_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.externalIdId}')`,
    "P0002",
  ],
  [
    "worker",
    "mints a third ID while the former one retires",
    (w) => `select mint_external_id('${w.a}', '${w.rotation.retiring.id}')`,
    "23514",
  ],
  [
    "app",
    "ends a quarantine with a run that did not see the former ID refused, seven days after the switch",
    (w) =>
      `update connections set status = 'connected', proved_run_id = '${w.rotation.overdue.blindRun.id}' where id = '${w.rotation.overdue.id}'`,
    "23514",
  ],
  [
    "worker",
    "retires an ID that was not proven dead",
    (w) => `select retire_external_id('${w.a}', '${w.rotation.retiring.id}', '${w.rotation.retiring.retiringId}')`,
    "23514",
  ],
  [
    "app-b",
    "retires A's pending ID",
    (w) => `select retire_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.pendingId}')`,
    "P0002",
  ],
  ["staff", "retires", (w) => `select retire_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.pendingId}')`, "42501"],
  // and what is right
  [
    "app",
    "gives up a rotation",
    (w) => `select retire_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.pendingId}')`,
    "ok",
  ],
  [
    "worker",
    "switches with a secure run of the pending ID",
    (w) => [
      `select switch_external_id('${w.a}', '${w.rotation.proven.id}', '${w.rotation.proven.pendingRun.id}', 'sealed')`,
      `select external_id_id = '${w.rotation.proven.pendingId}' and status = 'connected' from connections where id = '${w.rotation.proven.id}'`,
    ],
    "= true",
  ],
];
