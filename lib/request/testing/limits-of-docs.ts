import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { maxHeaderSize } from "node:http";
import type pg from "pg";
import { MOST_LISTED } from "#db/most-listed.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { WebEnv } from "#kernel/process/env.ts";
import { LIFE_MS } from "#lib/connections/checks/follow-runs.ts";
import { MOST_EVENTS, MOST_MS } from "#lib/logs/download/download-log-events.ts";
import { FEWEST_EVENTS, MOST_BYTES, MOST_BYTES_OF_CUSTOMER } from "#lib/logs/download/download-memory.ts";
import { LONGEST_MS as LONGEST_QUERY_MS } from "#lib/logs/insights/run-query.ts";
import { PATIENCE_MS } from "#lib/logs/quota/read-quota.ts";
import { LONGEST_MS as LONGEST_SEARCH_MS } from "#lib/logs/search/search-log-events.ts";
import { DENIAL_REMEMBERED_MS } from "#lib/logs/sessions/open-log-reader.ts";
import { SESSION_SECONDS } from "#lib/logs/sessions/open-role-session.ts";
import { LONGEST_MS as LONGEST_TAIL_MS } from "#lib/logs/tail/tail-log-events.ts";
import { HTTP_LIMITS } from "#lib/request/http-server/http-server.ts";
import { CALLS_PER_MINUTE, MOST_COUNTED } from "#lib/request/limits/call-limits.ts";
import { UNDRAINED_MS } from "#lib/request/streams/node-responses.ts";
import { LONGEST_MS } from "#lib/request/streams/open-streams.ts";
import { LET_GO_MS } from "#lib/request/streams/stream-body.ts";

const MINUTE_MS = 60_000;

/** Each row of the table in docs/security.md: the limit and its figures. */
export const TABLE = (/\n## Limits\n([\s\S]*?)\n## /.exec(readFileSync("docs/security.md", "utf8"))?.[1] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, what = "", howMuch = ""]) => [what, figuresIn(howMuch)] as const)
  .filter(([what]) => what !== "what" && !what.startsWith("---"));

function figuresIn(text: string): readonly string[] {
  return text.replaceAll(/`[^`]*`/g, "").match(/\d[\d,.]*(?<![,.])|\b(?:ten|five|tenth|fifth|an hour|half)\b/g) ?? [];
}

/**
 * The figures of rows of docs/security.md that are constants in the code. Those of requests, responses and streams are tested
 * with real sockets in `lib/request/http-server/http-server.test.ts`, `lib/request/streams/customer-stream.test.ts`,
 * `db/stream-slots.test.ts` and `e2e/isolation/open-streams.spec.ts`; those of calls in `lib/request/limits/call-limits.test.ts` and
 * `e2e/isolation/call-limits.spec.ts`; those of lists in `db/queries/most-listed.test.ts`.
 */
export function limitsOfConstants(env: WebEnv): Readonly<Record<string, readonly string[]>> {
  const { bodyBytes, answerMs, requestMs, headersMs, headers, connections, keepAliveMs } = HTTP_LIMITS;
  const { pages, actions, files, streams, staffPages, staffActions, publicPages, publicRoutes } = CALLS_PER_MINUTE;
  return {
    "pages; actions; files; streams started": [pages, actions, files, streams].map(String),
    "staff pages; staff actions": [staffPages, staffActions].map(String),
    "public pages; public routes, sign-in included": [publicPages, publicRoutes].map(String),
    "people and networks whose calls are counted": [MOST_COUNTED.toLocaleString("en")],
    "rows of a list on a page": [String(MOST_LISTED)],
    "retry of a role that denied a read": [String(DENIAL_REMEMBERED_MS / 1000)],
    "calls to CloudWatch Logs": [],
    "a role session": [minutes(SESSION_SECONDS)],
    "calls to CloudWatch Logs that one customer reserves ahead": [String(PATIENCE_MS / 1000), "half"],
    "a download": [MOST_EVENTS.toLocaleString("en"), String(MOST_MS / 60_000)],
    "open streams and downloads": [String(env.streamLimits.person), String(env.streamLimits.customer)],
    "length of a stream": [
      String(LONGEST_MS / MINUTE_MS),
      // The table has one figure for a live tail and a query.
      ...new Set([LONGEST_TAIL_MS, LONGEST_QUERY_MS].map((ms) => String(ms / MINUTE_MS))),
      String(LIFE_MS / MINUTE_MS),
      String(LONGEST_SEARCH_MS / 1000),
    ],
    "a stalled reader": [String(UNDRAINED_MS / 1000)],
    // The 64 are what Node keeps for a socket before `write` answers false, in KiB.
    "memory for a stalled reader (one that stops reading)": [String(LET_GO_MS / 1000), "64"],
    "log events that downloads keep in memory": [String(MOST_BYTES / 1e6), String(MOST_BYTES_OF_CUSTOMER / 1e6), String(FEWEST_EVENTS)],
    "end of a stream after the person lost access": [],
    "body of a request": [String(bodyBytes / 1024), String(requestMs / 1000)],
    "time until a response begins": [String(answerMs / 1000)],
    "headers of a request": [String(headers), String(maxHeaderSize / 1024), String(headersMs / 1000)],
    "open connections; unused connections": [String(connections), String(keepAliveMs / 1000)],
  };
}

/** Statements of a person that a rule of the database limits. */
export const STATEMENTS = {
  runQuery: `insert into log_queries (customer_id, connection_id, user_id, region, log_groups, range_from, range_to, query_text, query_sha256, infrequent)
    values ($1, $2, $3, $4, '{/a}', now(), now(), 'limit 1', $5, $6)`,
  star: "insert into favorite_log_groups values ($1, $2, $3, 'eu-central-1', $4)",
  saveQuery: "insert into saved_queries (customer_id, user_id, shared, name, query_text) values ($1, $2, false, $3, 'limit 1')",
  newRun: `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox)
    select customer_id, id, external_id_id, $2, $3, false from connections where id = $1`,
} as const;

/** Random text in the format of a SHA-256 in hex, new at each call. */
export const newHash = () => randomUUID().replaceAll("-", "").repeat(2);

/** Formats seconds as the table does. */
export const minutes = (seconds: number) => (seconds === 3600 ? "an hour" : `${seconds / 60} minutes`);

/** Whether the rules of the database allowed a statement. @throws any other error of the statement */
export function letsThrough(statement: Promise<unknown>): Promise<boolean> {
  return statement.then(
    () => true,
    (error: { code?: string }) => {
      if (error.code !== "23514") throw error;
      return false;
    },
  );
}

/** Runs SQL as a person of a customer; returns whether the rules of the database allowed it. */
export async function mayAs(pool: pg.Pool, who: CustomerActor, text: string, values: readonly unknown[]): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.customer_id', $1, true), set_config('app.user_id', $2, true)", [who.customerId, who.userId]);
    // Some rules are checked at the commit.
    return (await letsThrough(client.query(text, [...values]))) && (await letsThrough(client.query("commit")));
  } finally {
    await client.query("rollback");
    client.release();
  }
}
