import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { connectAccount } from "#stack/load/connect-account.ts";
import type { PortalClient } from "#stack/load/portal-client.ts";
import type { Sandbox } from "#stack/sandbox-client.ts";

/** An account of the sandbox that has log groups. */
export const ACCOUNT = "222222222222";
export const OWNER = "owner@acme.example";
export const OPERATOR = "operator@partner.example";
const REGION = "eu-central-1";
const LOG_GROUP = "/app/payments/api";
/** Milliseconds. Ends only what hangs. */
const PATIENCE_MS = 60_000;

export type Rows = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** Queries of the superuser, who sees every row; and the function that ends them. */
export function openRows(superuserUrl: string): { readonly rows: Rows; end(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: superuserUrl, max: 2 });
  // A server that stops breaks idle connections.
  pool.on("error", () => undefined);
  return {
    rows: async <Row extends object>(sql: string, values: readonly unknown[] = []) => (await pool.query(sql, [...values])).rows as Row[],
    end: () => pool.end(),
  };
}

/** The main job of a person: starts a connection, creates its role, verifies it, opens its page and reads logs. @throws Error that names the step */
export async function mainJob(client: PortalClient, sandbox: Sandbox): Promise<string> {
  const connectionId = await connectAccount(client, sandbox, ACCOUNT);
  await client.page(`/connections/${connectionId}`);
  await readLogs(client, connectionId);
  return connectionId;
}

/** Searches a log group of the last ten minutes. @throws Error if the search is not answered to its end */
export async function readLogs(client: PortalClient, connectionId: string): Promise<void> {
  const search = { region: REGION, logGroup: LOG_GROUP, from: Date.now() - 600_000, to: Date.now(), pattern: "", cursor: null };
  const body = await client.post(`/api/connections/${connectionId}/search`, search);
  if (!body.includes('"kind":"end"')) throw new Error("a search was cut");
}

/** Makes every connection due, and waits until workers have verified each as secure. @throws Error after a minute */
export async function verifyAll(rows: Rows): Promise<string> {
  const [{ at = "", n = 0 } = {}] = await rows<{ at: string; n: number }>(
    `with due as (update connections set next_check_at = now() where status = 'connected' returning 1)
      select now()::text as at, count(*)::int as n from due`,
  );
  const text = "select count(distinct connection_id)::int as n from verification_runs where started_at >= $1 and verdict = 'secure'";
  await until(async () => ((await rows<{ n: number }>(text, [at]))[0]?.n ?? 0) >= n, `${n} connections were not verified`);
  if (n === 0) throw new Error("there is no connection to verify");
  return `${n} connections`;
}

/** Resolves when the condition holds. @throws Error with this message after a minute */
export async function until(holds: () => Promise<boolean> | boolean, otherwise: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await wait(100);
  }
}
