import { EmailAddress } from "#kernel/people/email-address.ts";
import type { Result } from "#lib/preflight/check.ts";
import { preflight } from "#lib/preflight/preflight.ts";
import { type Command, readArgument, readArguments, UsageError } from "./command-line.ts";

/**
 * Checks a deployment before people learn of its mistakes: one line for each check on standard output, or with `--json` one object a line. The
 * exit status is 1 if a check failed; warnings do not count.
 */
export const command: Command = {
  usage: "preflight [--json] [--webs N] [--workers N] [--send-test-mail ADDRESS]",
  async run(args) {
    const { flags, values } = readArguments(args, { flags: ["json"], values: ["webs", "workers", "send-test-mail"] });
    const address = values["send-test-mail"];
    // biome-ignore lint/style/noProcessEnv: parsed there, with the schemas of web and worker
    const results = await preflight(process.env, {
      webs: count(values.webs, "--webs"),
      workers: count(values.workers, "--workers"),
      testAddress: address === undefined ? undefined : readArgument(EmailAddress, address, "ADDRESS"),
    });
    const failures = results.filter(({ status }) => status === "failed").length;
    if (flags.has("json")) for (const result of results) console.log(JSON.stringify(result));
    else console.log(report(results, failures));
    if (failures > 0) process.exitCode = 1;
  },
};

/** Two of each, unless said otherwise: the smallest deployment that can be upgraded without downtime. */
function count(text: string | undefined, name: string): number {
  if (text === undefined) return 2;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new UsageError(`${name} must be a whole number from 1 to 999.`);
  return Number(text);
}

const MARKS = { ok: "ok", failed: "FAILED", warning: "WARNING", skipped: "skipped" } as const;

function report(results: readonly Result[], failures: number): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map((result) => `${MARKS[result.status].padEnd(8)} ${result.name.padEnd(width)}  ${sentences(result, width)}`);
  const warnings = results.filter(({ status }) => status === "warning").length;
  return [...lines, "", `${results.length} checks: ${failures} failed, ${warnings} with a warning.`].join("\n");
}

function sentences(result: Result, width: number): string {
  if (result.status === "ok") return result.detail;
  if (result.status === "skipped") return result.reason;
  return `${result.problem}\n${" ".repeat(width + 11)}${result.fix}`;
}
