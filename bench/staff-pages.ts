import { rmSync } from "node:fs";
import pg from "pg";
import { say, secondsSince } from "#stack/say.ts";
import { superuserUrl } from "#stack/testing/running-stack.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";
import { loadFleet } from "./support/load-staff-lists.ts";
import { startProduct } from "./support/product-process.ts";
import { quantile } from "./support/spread.ts";

/**
 * Measures the pages of staff over HTTP, first with 1,000 customers and then with many: p50 and p95 of the response, the size of the HTML,
 * and an export of all connections. Not part of `npm run bench`, because loading takes minutes. The sizes are environment variables.
 */
const CUSTOMERS = Number(process.env["BENCH_CUSTOMERS"] ?? 100_000);
const CONNECTIONS_EACH = Number(process.env["BENCH_CONNECTIONS_EACH"] ?? 3);
const RUNS_EACH = Number(process.env["BENCH_RUNS_EACH"] ?? 1);
const AUDIT_EACH = Number(process.env["BENCH_AUDIT_EACH"] ?? 10);
const SAMPLES = Number(process.env["BENCH_SAMPLES"] ?? 40);
const FEW = 1000;

/** The customers and connections that searches look for exist in both sizes. */
const PAGES: readonly (readonly [name: string, path: string])[] = [
  ["overview", "/admin"],
  ["customers", "/admin/customers"],
  ["customers, filtered", "/admin/customers?status=quarantined,draft"],
  ["customers, searched by name", "/admin/customers?q=customer%20777"],
  ["customers, by name", "/admin/customers?sort=name&order=desc"],
  ["alerts", "/admin/alerts"],
  ["connections", "/admin/connections"],
  ["connections, filtered", "/admin/connections?status=connected&access=live-tail"],
  ["connections, rare filter", "/admin/connections?template=2&status=access_denied"],
  ["connections, by verification", "/admin/connections?sort=verified"],
  ["connections, searched by name", "/admin/connections?q=connection%20777"],
  ["connections, searched by account", "/admin/connections?q=400000000777"],
  ["connections of a Region", "/admin/connections?region=us-west-2"],
  ["audit log", "/admin/audit"],
  ["audit log, filtered by event", "/admin/audit?event=staff.changed"],
  ["audit log, filtered by result", "/admin/audit?event=run.closed&verdict=not-secure"],
];

interface Figures {
  readonly p50: number;
  readonly p95: number;
  readonly kilobytes: number;
}

async function measure(portal: string, cookie: string): Promise<ReadonlyMap<string, Figures>> {
  const measured = new Map<string, Figures>();
  for (const [name, path] of PAGES) {
    const took: number[] = [];
    let bytes = 0;
    for (let n = 0; n < SAMPLES + 3; n++) {
      const began = performance.now();
      const response = await fetch(portal + path, { headers: { cookie } });
      const body = await response.text();
      // The first responses compile the page and fill caches.
      if (n >= 3) took.push(performance.now() - began);
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      bytes = body.length;
    }
    measured.set(name, { p50: quantile(took, 0.5), p95: quantile(took, 0.95), kilobytes: bytes / 1000 });
  }
  return measured;
}

async function measureExport(portal: string, cookie: string): Promise<string> {
  const began = performance.now();
  const response = await fetch(`${portal}/api/admin/export/connections?format=csv`, { headers: { cookie } });
  if (response.status !== 200 || response.body === null) throw new Error(`the export answered ${response.status}`);
  let [first, lines] = [0, 0];
  for await (const chunk of response.body) {
    first ||= performance.now() - began;
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  return `export: ${lines - 1} rows, first byte ${first.toFixed(0)} ms, all ${((performance.now() - began) / 1000).toFixed(1)} s`;
}

const data = `.data/bench/staff-pages-${process.pid}`;
process.env["E2E_DATA"] = data;
process.env["CALLS_PER_MINUTE_FACTOR"] = "1000";
const product = await startProduct(data);
try {
  const visitor = new HttpVisitor();
  await signInOverHttp(visitor, product.portalUrl, `${product.portalUrl}/admin`, "admin@partner.example");
  const cookie = [...visitor.cookiesOf(product.portalUrl)].map(([name, value]) => `${name}=${value}`).join("; ");
  const client = new pg.Client({ connectionString: superuserUrl() });
  await client.connect();
  const results: ReadonlyMap<string, Figures>[] = [];
  for (const [from, to] of [
    [0, FEW],
    [FEW, CUSTOMERS],
  ] as const) {
    const began = performance.now();
    await loadFleet(client, { from, to, connectionsEach: CONNECTIONS_EACH, runsEach: RUNS_EACH, auditEach: AUDIT_EACH });
    const counted = performance.now();
    await client.query("update retention_progress set next_at = null where task = 'lists'");
    await client.query("select count_for_lists()");
    say(`${to} customers loaded in ${secondsSince(began)}, counted for lists in ${(performance.now() - counted).toFixed(0)} ms`);
    results.push(await measure(product.portalUrl, cookie));
  }
  await client.end();
  for (const [name, { p50, p95, kilobytes }] of results[1] ?? []) {
    const few = results[0]?.get(name);
    const ratio = few === undefined ? "" : `, ${(p95 / few.p95).toFixed(2)} times that with ${FEW} customers (${few.p95.toFixed(1)} ms)`;
    process.stdout.write(`${name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms${ratio}, HTML ${kilobytes.toFixed(0)} kB\n`);
  }
  process.stdout.write(`${await measureExport(product.portalUrl, cookie)}\n`);
} finally {
  await product.stop();
  rmSync(data, { recursive: true, force: true });
}
