import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { PROGRAM } from "#stack/build/build-release.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import type { Figures } from "./support/benchmark.ts";
import { quantile, spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const TARGET = 1.25;
/** An address may request three links in ten minutes and a network a hundred: 16 addresses of each kind make 96 requests. */
const ADDRESSES = 16;
const LINKS_OF_ADDRESS = 3;

/** Whether the response time of requesting a link distinguishes a known address from an unknown one, by the ratios of the medians and p75. */
export async function knownAddresses(stack: Stack): Promise<Figures> {
  process.env["E2E_DATA"] = stack.data;
  const addresses = (prefix: string) =>
    Array.from({ length: ADDRESSES }, () => `${prefix}-${randomBytes(4).toString("hex")}@bench.example`);
  const [known, unknown] = [addresses("known"), addresses("other")];
  execFileSync(process.execPath, [PROGRAM, "customers", "add", "Bench", ...known], {
    env: { ...process.env, ...partEnvironment("command") },
  });
  const visitor = new HttpVisitor();
  const { csrfToken } = JSON.parse((await visitor.open(`${stack.portal.url}/api/auth/csrf`)).body) as { csrfToken: string };
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let n = 0; n < ADDRESSES * LINKS_OF_ADDRESS; n++) {
    // The order alternates, because the first request may warm caches for the second.
    const order = n % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
    for (const kind of order) {
      const email = (kind === "known" ? known : unknown)[n % ADDRESSES] ?? "";
      const began = performance.now();
      const { body } = await visitor.open(`${stack.portal.url}/api/auth/signin/email`, {
        email,
        csrfToken,
        json: "true",
        callbackUrl: "/",
      });
      times[kind].push(performance.now() - began);
      if (!body.includes("verify-request")) throw new Error(`a request for a link was answered by ${body.slice(0, 200)}`);
    }
  }
  const [median = 1, p75 = 1] = [0.5, 0.75].map((share) => quantile(times.known, share) / quantile(times.unknown, share));
  const worst = Math.max(median, 1 / median, p75, 1 / p75);
  const notes = [
    `${median.toFixed(3)} by median, ${p75.toFixed(3)} by p75; ${spreadOf(times.known, 2).text} ms for a known address, ${spreadOf(times.unknown, 2).text} ms for another`,
  ];
  return { ratio: worst, baseline: 1, ours: worst, unit: "times", target: TARGET, holds: worst <= TARGET, notes };
}
