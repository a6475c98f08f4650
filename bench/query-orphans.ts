import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { CloudWatchLogsClient, DescribeQueriesCommand } from "@aws-sdk/client-cloudwatch-logs";
import pg from "pg";
import { askRaw, type RawReader } from "#db/testing/ask-raw.ts";
import { freePort } from "#db/testing/free-port.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { partEnvironment, superuserUrl } from "#stack/testing/running-stack.ts";
import type { Figures } from "./support/benchmark.ts";
import { callsOfRole } from "./support/calls-of-role.ts";
import { makeDraft, submitDraft } from "./support/draft.ts";
import { REGION } from "./support/role-credentials.ts";
import type { Stack } from "./support/stack.ts";

/** AWS runs at most so many queries of an account at the same time. Source: CloudWatch Logs quotas, "Query concurrency". */
const QUERIES = 100;
const MOST_SECONDS = 30;
/** After these seconds a query that still runs is one that nothing stops. */
const GIVEN_UP_SECONDS = 60;
/** No query ends by itself: it would need hours for its events. */
const BYTES_A_SECOND = 1;
/** The credentials of the sandbox's administrator in the connected account (sandbox/README.md). */
const ADMIN = { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" };
const QUERY_ROLE = {
  logAccess: "query",
  logGroupPrefix: "/",
  stackRegion: REGION,
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
};
/** The benchmark measures how queries end; AWS's quotas would only spread their start over a minute. */
const NO_QUOTAS = "FilterLogEvents=100000,DescribeLogGroups=100000,StartQuery=100000,GetQueryResults=100000";

/**
 * How long queries run at AWS after nobody reads them: when the tabs of 100 queries are killed, and when the web process dies with
 * them, so that only the worker can stop them. The ratio is that of the slowest query to 30 seconds.
 */
export async function queryOrphans(stack: Stack): Promise<Figures> {
  process.env["E2E_DATA"] = stack.data;
  const draft = await makeDraft(stack, QUERY_ROLE);
  await submitDraft(stack, draft);
  await stack.sandbox.queryTime({ arn: draft.roleArn }, { bytesPerSecond: BYTES_A_SECOND });
  const web = await startWeb();
  try {
    const path = `/api/connections/${draft.connectionId}/query`;
    const killTabs = (readers: readonly RawReader[]) => {
      for (const { socket } of readers) socket.resetAndDestroy();
    };
    const tabs = await measured(stack, draft.roleArn, path, web.port, killTabs);
    const died = await measured(stack, draft.roleArn, path, web.port, () => void web.child.kill("SIGKILL"));
    const ours = Math.max(tabs.slowest, died.slowest);
    const note = (what: string, { slowest, median, stopped, left, states }: Ended) =>
      `${what}: ${stopped} of ${QUERIES} stopped at AWS, ${left} left; median ${median.toFixed(1)} s, slowest ${slowest.toFixed(1)} s; stored as ${states}`;
    return {
      ratio: ours / MOST_SECONDS,
      baseline: MOST_SECONDS,
      ours,
      unit: "s",
      target: 1,
      holds: ours <= MOST_SECONDS && [tabs, died].every(({ stopped, left }) => stopped === QUERIES && left === 0),
      notes: [note("tabs killed", tabs), note("web process killed with them", died)],
    };
  } finally {
    web.child.kill("SIGKILL");
    await stack.sandbox.queryTime({ arn: draft.roleArn });
  }
}

interface Ended {
  /** Seconds from the kill to the answer of StopQuery. */
  readonly slowest: number;
  readonly median: number;
  readonly stopped: number;
  /** Queries that AWS still runs. */
  readonly left: number;
  /** How the database says that they ended. */
  readonly states: string;
}

async function measured(
  stack: Stack,
  roleArn: string,
  path: string,
  port: number,
  kill: (readers: readonly RawReader[]) => void,
): Promise<Ended> {
  const to = Date.now();
  const body = { region: REGION, logGroups: ["/app/payments/api"], from: to - 3_600_000, to, text: "stats count(*) by status" };
  const readers: RawReader[] = [];
  for (let n = 0; n < QUERIES; n++) {
    const reader = await askRaw(port, { cookie: stack.portal.cookie, origin: stack.portal.url, method: "POST", path, body });
    readers.push(reader);
    await reader.until('"kind":"progress"');
  }
  const running = await idsOf(stack.sandbox.url);
  if (running.length !== QUERIES) throw new Error(`${running.length} queries run instead of ${QUERIES}`);
  const mark = await stack.sandbox.now();
  const began = Date.now();
  kill(readers);
  while ((await idsOf(stack.sandbox.url)).length > 0 && Date.now() - began < GIVEN_UP_SECONDS * 1000) await wait(250);
  const calls = (await callsOfRole(stack.sandbox.url, roleArn, mark)).filter(({ action }) => action === "StopQuery");
  const seconds = calls.map(({ endedAt }) => (endedAt - began) / 1000).toSorted((a, b) => a - b);
  const left = (await idsOf(stack.sandbox.url)).length;
  for (const { socket } of readers) socket.destroy();
  return {
    slowest: left === 0 ? (seconds.at(-1) ?? GIVEN_UP_SECONDS) : GIVEN_UP_SECONDS,
    median: seconds[Math.floor(seconds.length / 2)] ?? GIVEN_UP_SECONDS,
    stopped: calls.length,
    left,
    states: await statesSince(began),
  };
}

/** The queries of the account that AWS runs. */
async function idsOf(endpoint: string): Promise<readonly string[]> {
  const logs = new CloudWatchLogsClient({ region: REGION, endpoint, credentials: ADMIN });
  try {
    const statuses = ["Scheduled", "Running"] as const;
    const answers = await Promise.all(statuses.map((status) => logs.send(new DescribeQueriesCommand({ status }))));
    return answers.flatMap(({ queries = [] }) => queries.flatMap(({ queryId = [] }) => queryId));
  } finally {
    logs.destroy();
  }
}

/** How many queries ended in which state since a time; waits until none is running. */
async function statesSince(began: number): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl() });
  await client.connect();
  try {
    const text = "select state, count(*)::int as n from log_queries where ended_at is null or ended_at >= $1 group by state order by state";
    for (;;) {
      const { rows } = await client.query<{ state: string; n: number }>(text, [new Date(began)]);
      const isSettled = rows.every(({ state }) => state !== "running" && state !== "starting");
      if (isSettled || Date.now() - began > GIVEN_UP_SECONDS * 1000) return rows.map(({ state, n }) => `${state} ${n}`).join(", ");
      await wait(500);
    }
  } finally {
    await client.end();
  }
}

/** A second web process of the product, which can be killed. */
async function startWeb(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const port = await freePort();
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [PROGRAM, "web"], {
    env: { NODE_ENV: "production", PATH, HOME, ...partEnvironment("web"), PORT: String(port), LOGS_QUOTAS: NO_QUOTAS },
    stdio: "ignore",
  });
  const isReady = () =>
    fetch(`http://localhost:${port}/api/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`the web process ended with ${child.exitCode}`);
    await wait(100);
  }
  return { child, port };
}
