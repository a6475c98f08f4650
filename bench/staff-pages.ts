import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { say, secondsSince } from "#stack/say.ts";
import { superuserUrl } from "#stack/testing/running-stack.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";
import type { Figures } from "./support/benchmark.ts";
import { loadFleet, refreshFleet, type Size } from "./support/load-staff-lists.ts";
import { type PageFigures, PageSamples } from "./support/page-samples.ts";
import { cpuMsOf, highestResidentBytes, webProcessOf } from "./support/process-usage.ts";
import { type ProductProcess, startProduct } from "./support/product-process.ts";
import { signVerifications } from "./support/sign-verifications.ts";
import { quantile } from "./support/spread.ts";
import { exportPath, pagesOf } from "./support/staff-page-list.ts";

const HOUR = 3_600_000;
const BLOCKS = 5;
const FEW: Size = { customers: 1000, connectionsEach: 3, runs: 50_000, auditEvents: 200_000 };
const MANY: Size = { customers: 100_000, connectionsEach: 3, runs: 5_000_000, auditEvents: 20_000_000 };

/** The accepted milliseconds of a page (p95), kilobytes of its HTML, and how many times as long it may take as with few customers. */
const MOST = { ms: 80, kilobytes: 300, times: 1.5, exportMb: 250, firstByteMs: 200, rollupShare: 0.02 } as const;

/** A running product with the data of one size, and a signed-in person of the staff. */
interface Fleet {
  readonly folder: string;
  readonly product: ProductProcess;
  readonly cookie: string;
  /** The pages of {@link pagesOf}. */
  readonly paths: ReadonlyMap<string, string>;
}

/**
 * The pages of staff with 100,000 customers, compared with 1,000: each list, filter, search and the overview over HTTP, one after the other, an export of
 * all connections, and the counts of the worker. Loading takes about 20 minutes, so the data is kept in `.data/bench`.
 */
export async function staffPages(): Promise<Figures> {
  const few = await openFleet(FEW);
  const many = await openFleet(MANY).catch(async (error) => {
    await few.product.stop();
    throw error;
  });
  try {
    return await figuresOf(few, many);
  } finally {
    await Promise.all([few.product.stop(), many.product.stop()]);
  }
}

async function figuresOf(few: Fleet, many: Fleet): Promise<Figures> {
  const exported = await measureExport(many.product, many.cookie);
  const pages = await measurePages(few, many);
  const rollups = await withClient(many.folder, measureRollups);
  const notes: string[] = [];
  const failed: string[] = [];
  const note = (text: string, holds: boolean) => {
    notes.push(`${holds ? "" : "ABOVE THE LIMIT: "}${text}`);
    if (!holds) failed.push(text);
  };
  for (const { name, small, page } of pages) {
    const times = page.p95 / small.p95;
    note(
      `${name}: p50 ${page.p50.toFixed(1)} ms, p95 ${page.p95.toFixed(1)} ms, ${times.toFixed(2)} times ${small.p95.toFixed(1)} ms (p50 ${small.p50.toFixed(1)}), HTML ${page.kilobytes.toFixed(0)} kB`,
      page.p95 <= MOST.ms && times <= MOST.times && page.kilobytes <= MOST.kilobytes,
    );
  }
  note(
    `export: ${exported.rows} rows in ${exported.exportSeconds.toFixed(1)} s, first byte ${exported.firstByteMs.toFixed(0)} ms, ${exported.exportMb.toFixed(0)} MB resident`,
    exported.exportMb <= MOST.exportMb && exported.firstByteMs <= MOST.firstByteMs,
  );
  const share = rollups.reduce((sum, { ms, anHour }) => sum + (ms * anHour) / HOUR, 0);
  const parts = rollups.map(({ name, ms, anHour }) => `${name} ${ms.toFixed(0)} ms ${anHour.toFixed(0)} times an hour`);
  note(`counts of the worker: ${(share * 100).toFixed(2)} % of a core (${parts.join(", ")})`, share <= MOST.rollupShare);
  const slowest = Math.max(...pages.map(({ page }) => page.p95));
  return { ratio: slowest / MOST.ms, baseline: MOST.ms, ours: slowest, unit: "ms", target: 1, holds: failed.length === 0, notes };
}

async function openFleet(size: Size): Promise<Fleet> {
  const folder = resolve(`.data/bench/staff-pages-${size.customers}`);
  // One person opens all pages within a minute.
  process.env["CALLS_PER_MINUTE_FACTOR"] = "1000";
  await prepare(folder, size);
  const product = await startProduct(folder);
  const cookie = await signedIn(folder, product);
  return { folder, product, cookie, paths: new Map(await withClient(folder, pagesOf)) };
}

/** Loads the data unless it is there, and makes it as fresh as it was. */
async function prepare(folder: string, size: Size): Promise<void> {
  const marker = join(folder, "loaded.json");
  const isLoaded = existsSync(marker);
  if (!isLoaded) rmSync(folder, { recursive: true, force: true });
  const product = await startProduct(folder);
  try {
    const began = performance.now();
    await withClient(folder, async (client) => {
      if (isLoaded) await refreshFleet(client, (Date.now() - JSON.parse(readFileSync(marker, "utf8")).at) / HOUR);
      else await withoutWorkers(client, () => loadFleet(client, size));
      await signVerifications(client, folder);
      await catchUp(client);
    });
    writeFileSync(marker, JSON.stringify({ at: Date.now() }));
    say(`${size.customers} customers ${isLoaded ? "refreshed" : "loaded"} in ${secondsSince(began)}`);
  } finally {
    await product.stop();
  }
}

/**
 * Keeps the workers out of the database while it is loaded. A claim of due connections that begins while the tables have no indexes can take more than
 * half an hour, and the keys can't be created before it ends.
 */
async function withoutWorkers(client: pg.Client, step: () => Promise<void>): Promise<void> {
  await client.query("alter role sp_worker nologin");
  await client.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'sp_worker'");
  try {
    await step();
  } finally {
    await client.query("alter role sp_worker login");
  }
}

async function signedIn(folder: string, { portalUrl, sandboxUrl }: ProductProcess): Promise<string> {
  // The data is of an earlier start, whose identity provider had another port.
  await withClient(folder, (client) => client.query("update staff set issuer = $1", [`${sandboxUrl}/idp`]));
  const visitor = new HttpVisitor();
  await signInOverHttp(visitor, portalUrl, `${portalUrl}/admin`, "admin@partner.example");
  return [...visitor.cookiesOf(portalUrl)].map(([name, value]) => `${name}=${value}`).join("; ");
}

/**
 * Asks both sizes in turn, because the speed of a machine changes within minutes, and in blocks, because a product of a partner shares its
 * processors with no other product.
 */
async function measurePages(few: Fleet, many: Fleet) {
  const found: { readonly name: string; readonly small: PageFigures; readonly page: PageFigures }[] = [];
  for (const name of many.paths.keys()) {
    const [small, page] = [samplesOf(few, name), samplesOf(many, name)];
    for (let block = 0; block < BLOCKS; block++) for (const each of [small, page]) await each.takeBlock();
    const figures = { name, small: small.figures(), page: page.figures() };
    say(`  ${name}: ${figures.page.p50.toFixed(1)} ms, p95 ${figures.page.p95.toFixed(1)} ms, ${figures.page.kilobytes.toFixed(0)} kB`);
    found.push(figures);
  }
  return found;
}

const samplesOf = ({ product, cookie, paths }: Fleet, name: string) => new PageSamples(product.portalUrl + (paths.get(name) ?? ""), cookie);

async function measureExport(product: ProductProcess, cookie: string) {
  const began = performance.now();
  const response = await fetch(product.portalUrl + exportPath, { headers: { cookie } });
  const { body } = response;
  if (response.status !== 200 || body === null) throw new Error(`the export answered ${response.status}`);
  let [first, lines] = [0, 0];
  const read = async () => {
    for await (const chunk of body) {
      first ||= performance.now() - began;
      for (const byte of chunk) if (byte === 10) lines += 1;
    }
  };
  const resident = await highestResidentBytes(webProcessOf(product.pid), read());
  return { rows: lines - 1, exportMb: resident / 1e6, firstByteMs: first, exportSeconds: (performance.now() - began) / 1000 };
}

/** The counts of the worker, how often it tries to make them (worker/main.ts), and the task that pauses them. */
const ROLLUPS = [
  { name: "lists", sql: "select count_for_lists()", task: "lists", mostAnHour: 60 },
  { name: "verifications", sql: "select count_verifications(6)", task: "verifications", mostAnHour: 60 },
  { name: "calls", sql: "select count_calls()", task: "calls", mostAnHour: 60 },
  { name: "connections by day", sql: "select count_connections()", task: "connections", mostAnHour: 6 },
  { name: "onboarding", sql: "select count_onboarding(200)", task: "onboarding", mostAnHour: 6 },
] as const;

/** Counts everything up to now, as a worker that runs all the time has done. */
async function catchUp(client: pg.Client): Promise<void> {
  await client.query("update retention_progress set next_at = null");
  for (const { sql } of ROLLUPS) await client.query(sql);
  await client.query("select count_verifications(1000)");
}

/** Milliseconds of processor time of each count of the worker, once it has caught up, and how often it runs in an hour with its pauses. */
async function measureRollups(client: pg.Client) {
  const measured: { readonly name: string; readonly ms: number; readonly anHour: number }[] = [];
  // In this session's process, whose processor time is measured.
  await client.query("set max_parallel_workers_per_gather = 0");
  const pid = (await client.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid ?? 0;
  for (const { name, sql, task, mostAnHour } of ROLLUPS) {
    const took: number[] = [];
    const distances: number[] = [];
    for (let n = 0; n < 5; n++) {
      await client.query("update retention_progress set next_at = null where task = $1", [task]);
      const [began, beganAt] = [cpuMsOf(pid), performance.now()];
      await client.query(sql);
      took.push(cpuMsOf(pid) - began);
      // A long count is followed by a long pause, which begins when it ends.
      const pause = await client.query<{ ms: number | null }>(
        "select extract(epoch from next_at - now())::float8 * 1000 as ms from retention_progress where task = $1",
        [task],
      );
      distances.push(performance.now() - beganAt + (pause.rows[0]?.ms ?? 0));
    }
    measured.push({ name, ms: quantile(took, 0.5), anHour: Math.min(mostAnHour, HOUR / quantile(distances, 0.5)) });
  }
  return measured;
}

async function withClient<T>(folder: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  process.env["E2E_DATA"] = folder;
  const client = new pg.Client({ connectionString: superuserUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
