import type { Cheat } from "./cheat.ts";
import type { World } from "./world.ts";

const append = (chain: string, ids = "{}", actor = "system:test") =>
  `select append_audit('${chain}', 'connection.started', '${actor}', '${ids}')`;
const mine = (w: World, ids = "{}") => append(w.a, ids, `user:${w.people.ownerA}`);

export const auditCheats: readonly Cheat[] = [
  ["app", "inserts an audit row", (w) => `insert into audit_events values ('${w.a}', 99, now(), 'x.y', 'system:x', '{}', '')`, "42501"],
  ["app", "appends to B's chain", (w) => append(w.b), "P0002"],
  ["app", "appends to the partner's chain", () => append("partner"), "22P02"],
  ["app", "writes an ARN among the ids", (w) => mine(w, '{"role": "arn:aws:iam::222222222222:role/x"}'), "23514"],
  ["app", "writes an ARN as the name of an id", (w) => mine(w, '{"arn:aws:iam::222222222222:role/x": "x"}'), "23514"],
  ["app", "writes an address among the ids", (w) => mine(w, '{"who": "owner@a.example"}'), "23514"],
  ["app", "writes an External ID among the ids", (w) => mine(w, '{"external_id": "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5"}'), "23514"],
  ["app", "writes a role's name among the ids", (w) => mine(w, '{"role": "SallyportRole-1A2B3C"}'), "23514"],
  ["app", "writes an account among the ids", (w) => mine(w, '{"account": "222222222222"}'), "23514"],
  ["app", "nests something among the ids", (w) => mine(w, '{"who": {"arn": "x"}}'), "23514"],
  ["app", "writes an event that is not words", (w) => mine(w).replace("connection.started", "x y\n"), "23514"],
  ["app", "uses the inner function", (w) => `select write_audit('${w.a}', 'x.y', 'system:x', '{}')`, "42501"],
  ["worker", "uses the inner function", (w) => `select write_audit('${w.a}', 'x.y', 'system:x', '{}')`, "42501"],
  ["staff", "appends to a chain of nobody", () => append("00000000-0000-4000-8000-000000000000"), "P0002"],
  ["staff", "appends to a chain by another spelling of the customer", (w) => append(w.a.toUpperCase()), "P0002"],
  ["signin", "appends to A's chain", (w) => append(w.a), "42501"],
  ["signin", "appends to the partner's chain", (w) => append("partner", "{}", `user:${w.people.guest}`), "ok"],
  ["signin", "appends in the name of nobody", (w) => append("partner", "{}", `user:${w.a}`), "42501"],
  ["app", "appends in a colleague's name", (w) => append(w.a, "{}", `user:${w.people.memberA}`), "42501"],
  ["app", "appends in staff's name", (w) => append(w.a, "{}", `staff:${w.people.admin}`), "42501"],
  ["app", "appends in the worker's name", (w) => append(w.a, "{}", "system:worker"), "42501"],
  [
    "app",
    "appends in a stranger's name, set as its own",
    (w) => [`select set_config('app.user_id', '${w.people.stranger}', true)`, append(w.a, "{}", `user:${w.people.stranger}`)],
    "42501",
  ],
  ["worker", "appends in an owner's name", (w) => append(w.a, "{}", `user:${w.people.ownerA}`), "42501"],
  ["staff", "appends in an owner's name", (w) => append(w.a, "{}", `user:${w.people.ownerA}`), "42501"],
  ["as-support", "appends in its own name", (w) => append(w.a, "{}", `staff:${w.people.support}`), "ok"],
  ["signin", "appends in staff's name for somebody who is not", (w) => append("partner", "{}", `staff:${w.people.guest}`), "42501"],
  ["owner", "updates audit rows, and no row matches", () => "update audit_events set event = 'x.y' where false", "23001"],
  ["owner", "deletes audit rows", () => "delete from audit_events", "23001"],
  ["owner", "truncates audit rows", () => "truncate audit_events", "23001"],
  ["owner", "deletes a head", () => "delete from audit_heads", "23001"],
  ["app", "reads the partner's chain", () => "select * from audit_events where chain = 'partner'", "0 rows"],
  ["app", "reads B's chain", (w) => [mine(w), `select * from audit_events where chain = '${w.b}'`], "0 rows"],
  ["app", "reads the head of a chain", (w) => `select seq from audit_heads where chain = '${w.a}'`, "42501"],
  ["app-none", "reads any chain", () => "select * from audit_events", "0 rows"],
  ["app", "moves a head", () => "update audit_heads set seq = 0", "42501"],
  ["worker", "reads audit rows", () => "select * from audit_events", "42501"],
  ["app", "verifies B's chain", (w) => `select * from audit_breaks('${w.b}')`, "P0002"],
  ["app", "verifies all chains", () => "select * from audit_breaks(null)", "P0002"],
  ["app", "appends to its own", (w) => mine(w), "ok"],
  [
    "app",
    "names a session, its region, its role's id and a digest",
    (w) =>
      mine(
        w,
        `{"session": "sp-q4n7t2kx3m5bzw6r2vjd", "region": "us-gov-west-1", "role": "AROAFFWZDIGVW4TQINBQM", "receipt": "${"0a".repeat(32)}"}`,
      ),
    "ok",
  ],
  ["app", "verifies its own", (w) => [mine(w), mine(w), `select * from audit_breaks('${w.a}')`], "0 rows"],
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
      `delete from audit_events where chain = '${w.a}' and seq = (select max(seq) from audit_events where chain = '${w.a}')`,
      `select problem from audit_breaks('${w.a}')`,
    ],
    "= head",
  ],
];
