import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import pg from "pg";
import { askRaw, type RawReader, type RawRequest } from "#db/testing/ask-raw.ts";
import { superuserUrl } from "#stack/testing/running-stack.ts";
import type { Figures } from "./support/benchmark.ts";
import { makeDraft, submitDraft } from "./support/draft.ts";
import { heldMemoryOf } from "./support/held-memory.ts";
import { MILLION, rangeOfEvents } from "./support/million-range.ts";
import { cpuMsOf } from "./support/process-usage.ts";
import { REGION } from "./support/role-credentials.ts";
import type { Stack } from "./support/stack.ts";

const READERS = 200;
/** So many must stand still at one moment; the last few may still be served when the first are cut. */
const ENOUGH = 190;
const MB = 1_000_000;
/** Two pools of ten are asked by these readers, however many they are: a connection for each would be 200. */
const MOST_CONNECTIONS = 20;
const MOST_MB = 64;
const BUSY = "/app/bench/busy";
/** The most events that Live Tail sends in a second: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
const EVENTS_A_SECOND = 500;
const LINE = "x".repeat(400);
/** The credentials of the sandbox's administrator in the connected account (sandbox/README.md). */
const ADMIN = { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" };
const TAIL_ROLE = {
  logAccess: "live-tail",
  logGroupPrefix: "/",
  stackRegion: REGION,
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
};

type Ask = Pick<RawRequest, "method" | "path" | "body">;

/**
 * What 200 readers who take nothing cost the web process, in memory that it must keep for them and in connections to the
 * database: of a live tail that brings as much as AWS sends, and of downloads. The ratio is that of the dearer one to 64 MB.
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
    const costs: { readonly mb: number; readonly connections: number; readonly many: number; readonly note: string }[] = [];
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
      holds: ratio <= 1 && connections <= MOST_CONNECTIONS && costs.every(({ many }) => many >= ENOUGH),
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
  const reading = await heldMemoryOf(stack.webPid);
  await close(warm);
  const idle = await heldMemoryOf(stack.webPid);
  const before = await connectionsNow();
  const readers = await open();
  const { seconds, many } = await stalledOf(port);
  // What is kept for a reader who stalls is kept for ten seconds.
  await wait(12_000);
  const stalled = await heldMemoryOf(stack.webPid);
  const connections = (await connectionsNow()) - before;
  const cut = readers.filter(({ socket }) => socket.closed).length;
  await close(readers);
  const mb = (bytes: number) => (bytes / MB).toFixed(0);
  const note = `${many} stalled ${name}: ${mb(idle.held)} MB held before, ${mb(stalled.held)} MB while they stand still after ${seconds.toFixed(0)} s, ${mb(reading.held)} MB while as many read quickly; resident ${mb(idle.resident)}, ${mb(stalled.resident)} and ${mb(reading.resident)} MB; ${connections} more connections to the database; ${cut} were cut by then`;
  return { mb: Math.max(0, stalled.held - idle.held) / MB, connections, many, note };
}

/**
 * Waits until all but a few readers' sockets are full, which the kernel tells: the portal's side has bytes that it cannot send, and as
 * many as three seconds before. Answers how many are, and how long it took, at most 75 seconds: 60 after it stalled each is cut.
 */
async function stalledOf(port: number): Promise<{ readonly seconds: number; readonly many: number }> {
  const began = performance.now();
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const queues = () =>
    ["/proc/net/tcp", "/proc/net/tcp6"]
      .flatMap((file) => readFileSync(file, "utf8").split("\n"))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, from = "", , state = "", queue = ""]) => from.endsWith(local) && state === "01" && !queue.startsWith("00000000"))
      .map(([, , to = "", , queue = ""]) => `${to} ${queue}`);
  for (;;) {
    const before = new Set(queues());
    await wait(3000);
    const many = queues().filter((each) => before.has(each)).length;
    const seconds = (performance.now() - began) / 1000;
    if (many >= ENOUGH || seconds > 75) return { seconds, many };
  }
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
