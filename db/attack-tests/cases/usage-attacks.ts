import type { AttackCase } from "#db/attack-tests/attack-case.ts";

/** The usage of queries and live tails, what estimates learn from queries, and thresholds. */
export const usageAttacks: readonly AttackCase[] = [
  [
    "app",
    "adds to the usage",
    (f) =>
      `insert into log_usage_daily values ('${f.a}', now(), '${f.conn.connected.id}', 'eu-central-1', '${f.people.ownerA}', 'tail', 1, 0, 5)`,
    "42501",
  ],
  ["app", "changes the usage", () => "update log_usage_daily set scanned_bytes = 0", "42501"],
  ["app", "deletes usage", () => "delete from log_usage_daily", "42501"],
  ["app", "records a tail for B", (f) => `select record_tail('${f.b}', '${f.conn.ofB.id}', 'eu-central-1', 5)`, "P0002"],
  ["app", "records a tail of B's connection", (f) => `select record_tail('${f.a}', '${f.conn.ofB.id}', 'eu-central-1', 5)`, "23503"],
  [
    "app",
    "records a tail of negative length",
    (f) => `select record_tail('${f.a}', '${f.conn.connected.id}', 'eu-central-1', -5)`,
    "22023",
  ],
  ["app", "records a tail of a year", (f) => `select record_tail('${f.a}', '${f.conn.connected.id}', 'eu-central-1', 31536000)`, "22023"],
  ["app", "records a search for B", (f) => `select record_search('${f.b}', '${f.conn.ofB.id}', 'eu-central-1', 5, 5)`, "P0002"],
  ["app", "records a search of B's connection", (f) => `select record_search('${f.a}', '${f.conn.ofB.id}', 'eu-central-1', 5, 5)`, "23503"],
  ...["-5, 5", "1000000000000001, 5", "5, -5", "5, 31536000", "null, 5"].map(
    (use): AttackCase => [
      "app",
      `records a search of ${use} bytes and seconds`,
      (f) => `select record_search('${f.a}', '${f.conn.connected.id}', 'eu-central-1', ${use})`,
      "22023",
    ],
  ),
  ["app", "records a search", (f) => `select record_search('${f.a}', '${f.conn.connected.id}', 'eu-central-1', 5, 5)`, "1 rows"],
  [
    "app",
    "adds to the sums for estimates",
    (f) => `insert into log_scan_sums select * from log_scan_sums where customer_id = '${f.a}'`,
    "42501",
  ],
  ["app", "changes the sums for estimates", () => "update log_scan_sums set scanned_bytes = 0", "42501"],
  ["app", "deletes the sums for estimates", () => "delete from log_scan_sums", "42501"],
  ["app", "calls add_scan_sums", () => "select add_scan_sums(q) from log_queries q", "42501"],
  ["app", "sets a threshold directly", (f) => `insert into query_thresholds values ('${f.a}', '${f.conn.connected.id}', 5)`, "42501"],
  ["app", "sets a threshold for B", (f) => `select set_query_threshold('${f.b}', '${f.people.ownerB}', '${f.conn.ofB.id}', 5)`, "P0002"],
  [
    "app",
    "sets a threshold of B's connection",
    (f) => `select set_query_threshold('${f.a}', '${f.people.ownerA}', '${f.conn.ofB.id}', 5)`,
    "P0002",
  ],
  [
    "app",
    "sets a threshold in another owner's name",
    (f) => `select set_query_threshold('${f.a}', '${f.people.ownerB}', '${f.conn.connected.id}', 5)`,
    "42501",
  ],
  [
    "app",
    "sets a threshold as a member",
    (f) => [
      `select set_config('app.user_id', '${f.people.memberA}', true)`,
      `select set_query_threshold('${f.a}', '${f.people.memberA}', '${f.conn.connected.id}', 5)`,
    ],
    "42501",
  ],
  [
    "app",
    "sets a threshold as an owner",
    (f) => `select set_query_threshold('${f.a}', '${f.people.ownerA}', '${f.conn.connected.id}', 5)`,
    "1 rows",
  ],
];
