import { setTimeout as wait } from "node:timers/promises";
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import pg from "pg";
import { askRaw, type RawReader, type RawRequest } from "#db/testing/ask-raw.ts";
import { superuserUrl } from "#stack/testing/running-stack.ts";
import type { Figures } from "./support/benchmark.ts";
import { makeDraft, submitDraft } from "./support/draft.ts";
import { MILLION, rangeOfEvents } from "./support/million-range.ts";
import { cpuMsOf, highestResidentBytes } from "./support/process-usage.ts";
import { REGION } from "./support/role-credentials.ts";
import type { Stack } from "./support/stack.ts";

const READERS = 200;
const MB = 1_000_000;
const SETTLED_MS = 40_000;
const MOST_MB = 64;
const BUSY = "/app/bench/busy";
/** The most events that Live Tail sends in a second: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
const EVENTS_A_SECOND = 500;
const LINE = "x".repeat(400);
/** The credentials of the sandbox's administrator in the connected account (sandbox/README.md). */
const ADMIN = { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" };
const TAIL_ROLE = {
  tier: "tail",
  logGroupPrefix: "/",
  stackRegion: REGION,
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
};

type Ask = Pick<RawRequest, "method" | "path" | "body">;

/**
 * Memory and database connections of the web process for 200 clients that read nothing of a response: of Live Tail with as many
 * events as AWS sends, and of downloads. The ratio is the highest memory compared with 64 MB.
 */
export async function slowReaders(stack: Stack): Promise<Figures> {
  process.env["E2E_DATA"] = stack.data;
  const draft = await makeDraft(stack, TAIL_ROLE);
  await submitDraft(stack, draft);
  const feeder = await feed(stack.sandbox.url);
  const api = `/api/connections/${draft.connectionId}`;
  const { from, to } = rangeOfEvents(900_000);
  const range = { region: REGION, logGroup: MILLION, from, to, pattern: "" };
  const words = new URLSearchParams(Object.entries(range).map(([name, value]) => [name, String(value)]));
  const kinds: Readonly<Record<string, Ask>> = {
    "live tails": { method: "POST", path: `${api}/tail`, body: { region: REGION, logGroups: [BUSY], pattern: "" } },
    downloads: { method: "GET", path: `${api}/download?${words}` },
  };
  try {
    const costs: { readonly mb: number; readonly connections: number; readonly note: string }[] = [];
    for (const [name, ask] of Object.entries(kinds)) costs.push(await costOf(stack, name, ask));
    const ours = Math.max(...costs.map(({ mb }) => mb));
    const connections = Math.max(...costs.map((cost) => cost.connections));
    const ratio = ours / MOST_MB;
    return {
      ratio,
      baseline: MOST_MB,
      ours,
      unit: "MB",
      target: 1,
      holds: ratio <= 1 && connections <= 1,
      notes: costs.map(({ note }) => note),
    };
  } finally {
    await feeder.stop();
  }
}

async function costOf(stack: Stack, name: string, ask: Ask) {
  const port = Number(new URL(stack.portal.url).port);
  const open = async () => {
    const readers: RawReader[] = [];
    for (let n = 0; n < READERS; n++) readers.push(await askRaw(port, { cookie: stack.portal.cookie, origin: stack.portal.url, ...ask }));
    return readers;
  };
  const close = async (readers: readonly RawReader[]) => {
    for (const { socket } of readers) socket.destroy();
    await quiet(stack.webPid, 60);
  };
  // The first requests load code and fill caches, which is not part of the cost.
  const warm = await open();
  for (const { socket } of warm) socket.resume();
  await wait(8000);
  await close(warm);
  // What they left to be collected goes within seconds of rest, and would count for the readers who stand still.
  await wait(SETTLED_MS);
  const idle = await highestResidentBytes(stack.webPid, wait(5000));
  const before = await connectionsNow();
  const readers = await open();
  let seconds = 0;
  const peak = await highestResidentBytes(
    stack.webPid,
    quiet(stack.webPid, 45).then((took) => {
      seconds = took;
    }),
  );
  // The portal keeps data for a client that reads nothing for ten seconds.
  await wait(12_000);
  const stalled = await highestResidentBytes(stack.webPid, wait(5000));
  const connections = (await connectionsNow()) - before;
  const cut = readers.filter(({ socket }) => socket.closed).length;
  await close(readers);
  const mb = Math.max(0, stalled - idle) / MB;
  const note = `${READERS} stalled ${name}: ${(idle / MB).toFixed(0)} MB before, ${(stalled / MB).toFixed(0)} MB while they are stalled (at most ${(peak / MB).toFixed(0)} MB in the ${seconds.toFixed(0)} s before), ${connections} more connections to the database; ${cut} were disconnected by then`;
  return { mb, connections, note };
}

/** Waits until the process was almost idle for three seconds, at most `most` seconds; returns how many seconds it took. */
async function quiet(pid: number, most: number): Promise<number> {
  const began = performance.now();
  for (let idleSeconds = 0; idleSeconds < 3 && performance.now() - began < most * 1000; ) {
    const before = cpuMsOf(pid);
    await wait(1000);
    idleSeconds = cpuMsOf(pid) - before < 100 ? idleSeconds + 1 : 0;
  }
  return (performance.now() - began) / 1000;
}

/** How many connections to the database the web process has. */
async function connectionsNow(): Promise<number> {
  const client = new pg.Client({ connectionString: superuserUrl() });
  await client.connect();
  try {
    const text = "select count(*)::int as n from pg_stat_activity where usename in ('sp_app', 'sp_signin', 'sp_staff')";
    return (await client.query<{ n: number }>(text)).rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

/** Writes as many events a second to a log group as Live Tail sends. */
async function feed(endpoint: string): Promise<{ stop(): Promise<void> }> {
  const logs = new CloudWatchLogsClient({ region: REGION, endpoint, credentials: ADMIN });
  const names = { logGroupName: BUSY, logStreamName: "s" };
  await logs.send(new CreateLogGroupCommand({ logGroupName: BUSY })).catch(() => undefined);
  await logs.send(new CreateLogStreamCommand(names)).catch(() => undefined);
  const stop = new AbortController();
  const write = async () => {
    while (!stop.signal.aborted) {
      const logEvents = Array.from({ length: EVENTS_A_SECOND }, (_, n) => ({ timestamp: Date.now(), message: `${n} ${LINE}` }));
      await logs.send(new PutLogEventsCommand({ ...names, logEvents }));
      await wait(1000, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const writing = write();
  return {
    async stop() {
      stop.abort();
      await writing;
      logs.destroy();
    },
  };
}
