import { type Cheat, tryCheats } from "./cheat.ts";

const append = (chain: string, ids = "{}") => `select append_audit('${chain}', 'connection.started', 'system:test', '${ids}')`;

const cheats: Cheat[] = [
  ["app", "inserts an audit row", (w) => `insert into audit_events values ('${w.a}', 99, now(), 'x.y', 'system:x', '{}', '')`, "42501"],
  ["app", "appends to B's chain", (w) => append(w.b), "P0002"],
  ["app", "appends to the partner's chain", () => append("partner"), "22P02"],
  ["app", "writes an ARN among the ids", (w) => append(w.a, '{"role": "arn:aws:iam::222222222222:role/x"}'), "23514"],
  ["app", "writes an ARN as the name of an id", (w) => append(w.a, '{"arn:aws:iam::222222222222:role/x": "x"}'), "23514"],
  ["app", "writes an address among the ids", (w) => append(w.a, '{"who": "owner@a.example"}'), "23514"],
  ["app", "nests something among the ids", (w) => append(w.a, '{"who": {"arn": "x"}}'), "23514"],
  ["app", "writes an event that is not words", (w) => append(w.a).replace("connection.started", "x y\n"), "23514"],
  ["app", "uses the inner function", (w) => `select write_audit('${w.a}', 'x.y', 'system:x', '{}')`, "42501"],
  ["worker", "uses the inner function", (w) => `select write_audit('${w.a}', 'x.y', 'system:x', '{}')`, "42501"],
  ["staff", "appends to a chain of nobody", () => append("00000000-0000-4000-8000-000000000000"), "P0002"],
  ["staff", "appends to a chain by another spelling of the customer", (w) => append(w.a.toUpperCase()), "P0002"],
  ["signin", "appends to A's chain", (w) => append(w.a), "42501"],
  ["signin", "appends to the partner's chain", () => append("partner"), "ok"],
  ["owner", "updates audit rows, and no row matches", () => "update audit_events set event = 'x.y' where false", "23001"],
  ["owner", "deletes audit rows", () => "delete from audit_events", "23001"],
  ["owner", "truncates audit rows", () => "truncate audit_events", "23001"],
  ["owner", "deletes a head", () => "delete from audit_heads", "23001"],
  ["app", "reads the partner's chain", () => "select * from audit_events where chain = 'partner'", "0 rows"],
  ["app", "reads B's chain", (w) => [append(w.a), `select * from audit_events where chain = '${w.b}'`], "0 rows"],
  ["app-none", "reads any chain", () => "select * from audit_events", "0 rows"],
  ["app", "moves a head", () => "update audit_heads set seq = 0", "42501"],
  ["worker", "reads audit rows", () => "select * from audit_events", "42501"],
  ["app", "verifies B's chain", (w) => `select * from audit_breaks('${w.b}')`, "P0002"],
  ["app", "verifies all chains", () => "select * from audit_breaks(null)", "P0002"],
  ["app", "appends to its own", (w) => append(w.a), "ok"],
  ["app", "verifies its own", (w) => [append(w.a), append(w.a), `select * from audit_breaks('${w.a}')`], "0 rows"],
  // what the check finds
  [
    "owner",
    "changes a word of an audit row, triggers off",
    (w) => [
      append(w.a),
      append(w.a),
      "alter table audit_events disable trigger kept",
      `update audit_events set actor = 'system:other' where chain = '${w.a}' and seq = 1`,
      `select seq || ' ' || problem from audit_breaks('${w.a}')`,
    ],
    "= 1 hash",
  ],
  [
    "owner",
    "cuts a link out, triggers off",
    (w) => [
      append(w.a),
      append(w.a),
      append(w.a),
      "alter table audit_events disable trigger kept",
      `delete from audit_events where chain = '${w.a}' and seq = 2`,
      `select seq || ' ' || problem from audit_breaks(null)`,
    ],
    "= 3 gap",
  ],
  [
    "owner",
    "cuts the end off, triggers off",
    (w) => [
      append(w.a),
      append(w.a),
      "alter table audit_events disable trigger kept",
      `delete from audit_events where chain = '${w.a}' and seq = 2`,
      `select problem from audit_breaks('${w.a}')`,
    ],
    "= head",
  ],
];

tryCheats(cheats);
