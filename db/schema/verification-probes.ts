import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { tenantPolicies } from "./policies.ts";
import { verificationRuns } from "./verification-runs.ts";

export const PROBE_NAMES = [
  "right",
  "none",
  "doubled",
  "upper",
  "near-miss",
  "random",
  "retired",
  "retiring",
  "outside-principal",
  "second-principal",
] as const;

/** One AssumeRole call of a run; `n` counts within the run. Append-only, and only while the run is open. */
export const verificationProbes = pgTable(
  "verification_probes",
  {
    customerId: uuid("customer_id").notNull(),
    runId: uuid("run_id").notNull(),
    n: integer("n").notNull(),
    name: text("name", { enum: PROBE_NAMES }).notNull(),
    /** Computed from the name. During a rotation a retiring ID may be allowed or denied. */
    expected: text("expected", { enum: ["allowed", "denied", "either"] }).generatedAlwaysAs(
      sql`case name when 'right' then 'allowed' when 'retiring' then 'either' else 'denied' end`,
    ),
    got: text("got", { enum: ["allowed", "denied", "inconclusive"] }).notNull(),
    code: text("code"),
    requestId: text("request_id"),
    sentHint: text("sent_hint"),
    ms: integer("ms"),
    at: moment("at").notNull().defaultNow(),
    /** MAC with a key that the database does not have; null in rows that the portal did not write. See kernel/verification/record-mac.ts. */
    mac: text("mac"),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.runId, t.n] }),
    index("probes_of_request").using("hash", t.requestId).where(sql`request_id is not null`),
    foreignKey({
      name: "probe_of_run",
      columns: [t.customerId, t.runId],
      foreignColumns: [verificationRuns.customerId, verificationRuns.id],
    }),
    check(
      "probe_name",
      sql`name in ('right', 'none', 'doubled', 'upper', 'near-miss', 'random', 'retired', 'retiring', 'outside-principal', 'second-principal')`,
    ),
    check("probe_got", sql`got in ('allowed', 'denied', 'inconclusive')`),
    check("probe_code", sql`code ~ '^[A-Za-z0-9.:_-]{1,80}$' and code !~* 'arn:'`),
    check("probe_request_id", sql`request_id ~ '^[A-Za-z0-9-]{1,128}$'`),
    check(
      "probe_sent_hint",
      sql`char_length(sent_hint) <= 64 and sent_hint !~ '[[:cntrl:]]' and sent_hint !~* 'sp-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'`,
    ),
    check("probe_mac", sql`mac ~ '^v1\\.[a-z0-9]{1,16}\\.[A-Za-z0-9_-]{43}$'`),
    ...tenantPolicies(),
  ],
);
