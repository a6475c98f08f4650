import { setTimeout as wait } from "node:timers/promises";
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import pg from "pg";
import { askRaw, type RawReader, type RawRequest } from "#db/testing/ask-raw.ts";
import { superuserUrl } from "#stack/testing/running-stack.ts";
import type { Figures } from "./benchmark.ts";
import { makeDraft, submitDraft } from "./draft.ts";
import { MILLION, rangeOfEvents } from "./million-range.ts";
import { cpuMsOf, highestResidentBytes } from "./process-usage.ts";
import { REGION } from "./role-credentials.ts";
import type { Stack } from "./stack.ts";

const READERS = 200;
const MB = 1_000_000;
const MOST_MB = 64;
const BUSY = "/app/bench/busy";
/** The most that AWS's Live Tail sends in a second. */
const EVENTS_A_SECOND = 500;
const LINE = "x".repeat(400);
/** The sandbox's administrator of the account that the bench connects (sandbox/README.md). */
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
 * What 200 readers who take nothing cost the web process, in memory and in connections to the database: of a live tail that
 * brings as much as AWS sends, of searches, and of downloads. The ratio is that of the dearest of them to 64 MB.
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
  // What so many requests leave behind once, code and caches, is no cost of their standing still.
  const warm = await open();
  for (const { socket } of warm) socket.resume();
  await wait(8000);
  await close(warm);
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
  // What is kept for a reader who stalls is kept for ten seconds.
  await wait(12_000);
  const stalled = await highestResidentBytes(stack.webPid, wait(5000));
  const connections = (await connectionsNow()) - before;
  const cut = readers.filter(({ socket }) => socket.closed).length;
  await close(readers);
  const mb = Math.max(0, stalled - idle) / MB;
  const note = `${READERS} stalled ${name}: ${(idle / MB).toFixed(0)} MB before, ${(stalled / MB).toFixed(0)} MB while they stand still (at most ${(peak / MB).toFixed(0)} MB in the ${seconds.toFixed(0)} s before), ${connections} more connections to the database; ${cut} were cut by then`;
  return { mb, connections, note };
}

/** Waits until the process has done next to nothing for three seconds; answers how many seconds that took, at most `most`. */
async function quiet(pid: number, most: number): Promise<number> {
  const began = performance.now();
  for (let still = 0; still < 3 && performance.now() - began < most * 1000; ) {
    const before = cpuMsOf(pid);
    await wait(1000);
    still = cpuMsOf(pid) - before < 100 ? still + 1 : 0;
  }
  return (performance.now() - began) / 1000;
}

/** How many connections the product has to its database. */
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

/** Writes into a log group of the account as much a second as a live tail sends. */
async function feed(endpoint: string): Promise<{ stop(): Promise<void> }> {
  const logs = new CloudWatchLogsClient({ region: REGION, endpoint, credentials: ADMIN });
  const names = { logGroupName: BUSY, logStreamName: "s" };
  await logs.send(new CreateLogGroupCommand({ logGroupName: BUSY })).catch(() => undefined);
  await logs.send(new CreateLogStreamCommand(names)).catch(() => undefined);
  const over = new AbortController();
  const write = async () => {
    while (!over.signal.aborted) {
      const logEvents = Array.from({ length: EVENTS_A_SECOND }, (_, n) => ({ timestamp: Date.now(), message: `${n} ${LINE}` }));
      await logs.send(new PutLogEventsCommand({ ...names, logEvents }));
      await wait(1000, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const writing = write();
  return {
    async stop() {
      over.abort();
      await writing;
      logs.destroy();
    },
  };
}
