import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { connections } from "./connections.ts";
import { memberships } from "./customers.ts";
import { customerSees, ownerSees, spApp } from "./policies.ts";

const REGION = sql`region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`;

/** A query of CloudWatch Logs Insights that a person runs. Its row is written before AWS is called. The result is never stored. */
export const logQueries = pgTable(
  "log_queries",
  {
    customerId: uuid("customer_id").notNull(),
    id: newId(),
    connectionId: uuid("connection_id").notNull(),
    /** Null only between the removal of the person and the end of the query; then a trigger deletes the row. */
    userId: uuid("user_id"),
    region: text("region").notNull(),
    logGroups: text("log_groups").array().notNull(),
    rangeFrom: moment("range_from").notNull(),
    rangeTo: moment("range_to").notNull(),
    queryText: text("query_text").notNull(),
    querySha256: text("query_sha256").notNull(),
    /** Whether a log group of the Infrequent Access class is among them: AWS runs only five such queries at once. */
    infrequent: boolean("infrequent").notNull().default(false),
    /** The stored bytes of the log groups × the share of the range, from which later estimates learn; null if unknown. */
    expectedBytes: bigint("expected_bytes", { mode: "number" }),
    state: text("state").notNull().default("starting"),
    startedAt: moment("started_at").notNull().defaultNow(),
    heartbeatAt: moment("heartbeat_at").notNull().defaultNow(),
    endedAt: moment("ended_at"),
    awsQueryId: text("aws_query_id"),
    scannedBytes: bigint("scanned_bytes", { mode: "number" }).notNull().default(0),
    scannedRecords: bigint("scanned_records", { mode: "number" }).notNull().default(0),
    matchedRecords: bigint("matched_records", { mode: "number" }).notNull().default(0),
    /** When a worker may try again to stop it. */
    retryAt: moment("retry_at"),
    /** The rows of the first page of the result, 10,000 at most; null if it has no result. */
    resultRows: integer("result_rows"),
  },
  (t) => [
    primaryKey({ name: "log_queries_pk", columns: [t.customerId, t.id] }),
    index("log_queries_of_person").on(t.customerId, t.userId, t.startedAt),
    index("log_queries_of_connection").on(t.customerId, t.connectionId, t.region, t.endedAt),
    index("log_queries_open").on(t.heartbeatAt).where(sql`ended_at is null`),
    index("log_queries_ended").on(t.endedAt),
    check("log_query_region", REGION),
    check(
      "log_query_groups",
      sql`cardinality(log_groups) between 1 and 50 and array_to_string(log_groups, ' ', '*') ~ '^[A-Za-z0-9_./# -]+$'`,
    ),
    check("log_query_range", sql`range_from <= range_to`),
    check("log_query_text", sql`char_length(query_text) between 1 and 10000`),
    check("log_query_sha256", sql`query_sha256 ~ '^[0-9a-f]{64}$'`),
    check(
      "log_query_state",
      sql`state in ('starting', 'running', 'complete', 'failed', 'timeout', 'canceled', 'rejected', 'orphan-stopped', 'not-stopped')`,
    ),
    check("log_query_ended", sql`(ended_at is null) = (state in ('starting', 'running'))`),
    check("log_query_aws_id", sql`aws_query_id ~ '^[A-Za-z0-9-]+$' and char_length(aws_query_id) <= 256`),
    check("log_query_has_aws_id", sql`aws_query_id is not null or state in ('starting', 'rejected', 'not-stopped')`),
    check(
      "log_query_counts",
      sql`scanned_bytes >= 0 and scanned_records >= 0 and matched_records >= 0 and coalesce(expected_bytes, 0) >= 0`,
    ),
    foreignKey({
      name: "log_query_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    foreignKey({
      name: "log_query_of_member",
      columns: [t.customerId, t.userId],
      foreignColumns: [memberships.customerId, memberships.userId],
    }).onDelete("set null"), // Sets only user_id, which drizzle can't express.
    ownerSees(),
    customerSees(),
  ],
);

/** What queries scanned and how long live tails ran, by person, connection, Region and day (UTC). Only functions write it. */
export const logUsageDaily = pgTable(
  "log_usage_daily",
  {
    customerId: uuid("customer_id").notNull(),
    day: date("day").notNull(),
    connectionId: uuid("connection_id").notNull(),
    region: text("region").notNull(),
    /** The ID of zeros for a person who left before their query ended. */
    userId: uuid("user_id").notNull(),
    kind: text("kind").notNull(),
    uses: integer("uses").notNull(),
    scannedBytes: bigint("scanned_bytes", { mode: "number" }).notNull(),
    seconds: bigint("seconds", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ name: "log_usage_daily_pk", columns: [t.customerId, t.day, t.connectionId, t.region, t.userId, t.kind] }),
    index("log_usage_daily_day").on(t.day),
    check("log_usage_region", REGION),
    check("log_usage_kind", sql`kind in ('query', 'tail')`),
    check("log_usage_counts", sql`uses > 0 and scanned_bytes >= 0 and seconds >= 0`),
    foreignKey({
      name: "log_usage_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    ownerSees(),
    customerSees(),
  ],
);

/**
 * What complete queries scanned in relation to what was expected, by log groups and day (UTC), without a person: estimates learn from it
 * for 30 days. Only a trigger writes it.
 */
export const logScanSums = pgTable(
  "log_scan_sums",
  {
    customerId: uuid("customer_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    region: text("region").notNull(),
    day: date("day").notNull(),
    /** Of the names of the log groups, in order, with spaces between them: a name can be too long for a key. */
    groupsSha256: text("groups_sha256").notNull(),
    logGroups: text("log_groups").array().notNull(),
    queries: integer("queries").notNull(),
    expectedBytes: bigint("expected_bytes", { mode: "number" }).notNull(),
    scannedBytes: bigint("scanned_bytes", { mode: "number" }).notNull(),
    /** The smallest and the largest ratio of one query. */
    lowest: doublePrecision("lowest").notNull(),
    highest: doublePrecision("highest").notNull(),
  },
  (t) => [
    primaryKey({ name: "log_scan_sums_pk", columns: [t.customerId, t.connectionId, t.region, t.day, t.groupsSha256] }),
    index("log_scan_sums_day").on(t.day),
    check("log_scan_region", REGION),
    check("log_scan_sha256", sql`groups_sha256 ~ '^[0-9a-f]{64}$'`),
    check(
      "log_scan_groups",
      sql`cardinality(log_groups) between 1 and 50 and array_to_string(log_groups, ' ', '*') ~ '^[A-Za-z0-9_./# -]+$'`,
    ),
    check("log_scan_counts", sql`queries > 0 and expected_bytes > 0 and scanned_bytes >= 0 and lowest >= 0 and highest >= lowest`),
    foreignKey({
      name: "log_scan_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    ownerSees(),
    customerSees(),
  ],
);

/** The bytes above which a query of a connection must be confirmed. Only `set_query_threshold` writes it, for an owner. */
export const queryThresholds = pgTable(
  "query_thresholds",
  {
    customerId: uuid("customer_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ name: "query_thresholds_pk", columns: [t.customerId, t.connectionId] }),
    check("query_threshold_bytes", sql`bytes > 0`),
    foreignKey({
      name: "query_threshold_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    ownerSees(),
    customerSees(),
  ],
);

/** Queries that a person saved, for themselves or (`shared`) for everybody of the customer. A trigger limits their number. */
export const savedQueries = pgTable(
  "saved_queries",
  {
    customerId: uuid("customer_id").notNull(),
    id: newId(),
    userId: uuid("user_id"),
    shared: boolean("shared").notNull(),
    folder: text("folder").notNull().default(""),
    name: text("name").notNull(),
    queryText: text("query_text").notNull(),
    connectionId: uuid("connection_id"),
    region: text("region"),
    logGroups: text("log_groups").array().notNull().default(sql`'{}'`),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** Counts the changes. A trigger raises it. */
    revision: integer("revision").notNull().default(1),
  },
  (t) => [
    primaryKey({ name: "saved_queries_pk", columns: [t.customerId, t.id] }),
    uniqueIndex("saved_query_named_once").on(t.customerId, t.folder, t.name).where(sql`shared`),
    uniqueIndex("saved_own_query_named_once").on(t.customerId, t.userId, t.folder, t.name).where(sql`not shared`),
    check("saved_query_folder", sql`char_length(folder) <= 80 and folder !~ '[[:cntrl:]]'`),
    check("saved_query_name", sql`char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'`),
    check("saved_query_text", sql`char_length(query_text) between 1 and 10000`),
    check("saved_query_region", REGION),
    check("saved_query_groups", sql`cardinality(log_groups) <= 50 and array_to_string(log_groups, ' ', '*') ~ '^[A-Za-z0-9_./# -]*$'`),
    foreignKey({
      name: "saved_query_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    foreignKey({
      name: "saved_query_of_member",
      columns: [t.customerId, t.userId],
      foreignColumns: [memberships.customerId, memberships.userId],
    }).onDelete("set null"), // Sets only user_id, which drizzle can't express.
    ownerSees(),
    pgPolicy("tenant", {
      to: spApp,
      using: sql`customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid)
    and (shared or user_id = (select nullif(current_setting('app.user_id', true), '')::uuid))`,
    }),
  ],
);
