import { parseArgs } from "node:util";
import { say, secondsSince } from "#stack/say.ts";
import { claim } from "./claim.ts";
import { demoStart } from "./demo-start.ts";
import { download } from "./download.ts";
import { fairness } from "./fairness.ts";
import { find } from "./find.ts";
import { firstRow } from "./first-row.ts";
import { foreignRows } from "./foreign-rows.ts";
import { knownAddresses } from "./known-addresses.ts";
import { longLine } from "./long-line.ts";
import { pageCpu } from "./page-cpu.ts";
import { queryFirstRow } from "./query-first-row.ts";
import { queryOrphans } from "./query-orphans.ts";
import { queryTable } from "./query-table.ts";
import { reverify } from "./reverify.ts";
import { scroll } from "./scroll.ts";
import { slowReaders } from "./slow-readers.ts";
import { smallRead } from "./small-read.ts";
import { staffPages } from "./staff-pages.ts";
import type { Benchmark, Figures } from "./support/benchmark.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { verifyLatency } from "./verify-latency.ts";
import { warmCredentials } from "./warm-credentials.ts";
import { warmReads } from "./warm-reads.ts";

const BENCHMARKS: ReadonlyMap<string, Benchmark> = new Map<string, Benchmark>([
  ["verify-latency", { needs: "product", measure: verifyLatency }],
  ["first-row", { needs: "product", measure: firstRow }],
  ["warm-reads", { needs: "product", measure: warmReads }],
  ["warm-credentials", { needs: "product", measure: warmCredentials }],
  ["small-read", { needs: "product", measure: smallRead }],
  ["foreign-rows", { needs: "product", measure: foreignRows }],
  ["known-addresses", { needs: "product", measure: knownAddresses }],
  ["page-cpu", { needs: "product", measure: pageCpu }],
  ["download", { needs: "product", measure: download }],
  ["slow-readers", { needs: "product", measure: slowReaders }],
  ["query-orphans", { needs: "product", measure: queryOrphans }],
  ["reverify", { needs: "quiet", measure: reverify }],
  ["fairness", { needs: "quiet", measure: fairness }],
  ["claim", { needs: "quiet", measure: claim }],
  ["long-line", { needs: "quiet", measure: longLine }],
  ["scroll", { needs: "product", measure: scroll }],
  ["query-first-row", { needs: "product", measure: queryFirstRow }],
  ["query-table", { needs: "product", measure: queryTable }],
  ["find", { needs: "product", measure: find }],
  ["demo-start", { needs: "quiet", measure: demoStart }],
  ["staff-pages", { needs: "quiet", measure: staffPages }],
]);

/** Measured only when it is named, because it loads data for about 20 minutes, which takes 20 GB. */
const ONLY_BY_NAME: readonly string[] = ["staff-pages"];

process.exitCode = await main();

/** `npm run bench -- [name…] [--json]`. Returns 0 if everything was measured (`holds` is the result), 64 for an unknown name, 1 after an error. */
async function main(): Promise<number> {
  const { values, positionals: names } = parseArgs({ options: { json: { type: "boolean", default: false } }, allowPositionals: true });
  const unknown = names.filter((name) => !BENCHMARKS.has(name));
  if (unknown.length > 0) {
    say(`Unknown benchmark: ${unknown.join(", ")}. Available benchmarks: ${[...BENCHMARKS.keys()].join(", ")}.`);
    return 64;
  }
  const wanted = [...BENCHMARKS].filter(([name]) => (names.length === 0 ? !ONLY_BY_NAME.includes(name) : names.includes(name)));
  let stack: Stack | undefined;
  try {
    for (const [name, benchmark] of wanted) {
      const began = performance.now();
      say(`${name} ...`);
      if (benchmark.needs === "quiet") {
        await stack?.stop();
        stack = undefined;
        print(name, await benchmark.measure(), values.json);
      } else {
        stack ??= await startStack();
        await stack.sandbox.latency(0);
        print(name, await benchmark.measure(stack), values.json);
      }
      say(`  (measured in ${secondsSince(began)})`);
    }
    return 0;
  } catch (error) {
    say(`The benchmark failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await stack?.stop();
  }
}

/** Prints the result to the standard output: with `--json` one object on a line, otherwise text. */
function print(name: string, { ratio, baseline, ours, target, holds, unit, notes }: Figures, json: boolean): void {
  const round = (value: number) => Number(value.toFixed(3));
  const line = `${name}: ${ratio.toFixed(2)} of ${target} ${holds ? "holds" : "DOES NOT HOLD"} (${round(ours)} against ${round(baseline)} ${unit})`;
  const text = [line, ...notes.map((note) => `  ${note}`)].join("\n");
  if (!json) return void process.stdout.write(`${text}\n`);
  say(text);
  const figures = { name, ratio: round(ratio), baseline: round(baseline), ours: round(ours), target, holds };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
