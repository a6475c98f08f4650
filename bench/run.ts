import { say, secondsSince } from "#stack/say.ts";
import type { Benchmark, Figures } from "./benchmark.ts";
import { claim } from "./claim.ts";
import { demoStart } from "./demo-start.ts";
import { download } from "./download.ts";
import { fairness } from "./fairness.ts";
import { find } from "./find.ts";
import { firstRow } from "./first-row.ts";
import { foreignRows } from "./foreign-rows.ts";
import { knownAddresses } from "./known-addresses.ts";
import { pageCpu } from "./page-cpu.ts";
import { reverify } from "./reverify.ts";
import { scroll } from "./scroll.ts";
import { slowReaders } from "./slow-readers.ts";
import { smallRead } from "./small-read.ts";
import { type Stack, startStack } from "./stack.ts";
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
  ["reverify", { needs: "quiet", measure: reverify }],
  ["fairness", { needs: "quiet", measure: fairness }],
  ["claim", { needs: "quiet", measure: claim }],
  ["scroll", { needs: "product", measure: scroll }],
  ["find", { needs: "product", measure: find }],
  ["demo-start", { needs: "quiet", measure: demoStart }],
]);

process.exitCode = await main(process.argv.slice(2));

/** `npm run bench -- [name…] [--json]`: 0 when all was measured (`holds` says how it went), 64 for an unknown name, 1 when it broke. */
async function main(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const names = args.filter((arg) => arg !== "--json");
  const unknown = names.filter((name) => !BENCHMARKS.has(name));
  if (unknown.length > 0) {
    say(`There is no benchmark ${unknown.join(", ")}. There are: ${[...BENCHMARKS.keys()].join(", ")}.`);
    return 64;
  }
  const wanted = [...BENCHMARKS].filter(([name]) => names.length === 0 || names.includes(name));
  let stack: Stack | undefined;
  try {
    for (const [name, benchmark] of wanted) {
      const began = performance.now();
      say(`${name} ...`);
      if (benchmark.needs === "quiet") {
        await stack?.stop();
        stack = undefined;
        tell(name, await benchmark.measure(), json);
      } else {
        stack ??= await startStack();
        await stack.sandbox.latency(0);
        tell(name, await benchmark.measure(stack), json);
      }
      say(`  (measured in ${secondsSince(began)})`);
    }
    return 0;
  } catch (error) {
    say(`The benchmark broke off: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await stack?.stop();
  }
}

/** Standard output carries the figures alone: for a program one object a line, for a person a few words. */
function tell(name: string, { ratio, baseline, ours, target, holds, unit, notes }: Figures, json: boolean): void {
  const round = (value: number) => Number(value.toFixed(3));
  const line = `${name}: ${ratio.toFixed(2)} of ${target} ${holds ? "holds" : "DOES NOT HOLD"} (${round(ours)} against ${round(baseline)} ${unit})`;
  const words = [line, ...notes.map((note) => `  ${note}`)].join("\n");
  if (!json) return void process.stdout.write(`${words}\n`);
  say(words);
  const figures = { name, ratio: round(ratio), baseline: round(baseline), ours: round(ours), target, holds };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
