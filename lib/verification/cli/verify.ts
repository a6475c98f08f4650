import { randomBytes } from "node:crypto";
import { Secret } from "#kernel/process/secret.ts";
import { safeJson } from "#kernel/text/safe-text.ts";
import { createAwsClients } from "#lib/aws/aws-clients.ts";
import { sessionName } from "#lib/aws/role-session.ts";
import type { CanaryOutcome } from "#lib/verification/engine/canary-check.ts";
import { type Judgement, reasonText } from "#lib/verification/engine/judge-run.ts";
import { type ProbeResult, probeLabel } from "#lib/verification/engine/probe.ts";
import {
  awsProbePorts,
  type FinishedRun,
  type ProbePorts,
  type RunQuestion,
  type RunWatch,
  runProbes,
} from "#lib/verification/engine/run-probes.ts";
import { SANDBOX_SENTENCE } from "#lib/verification/shared/run-view.ts";
import { examineAtTerminal, type Terminal } from "./examine-policy.ts";
import { readVerifyArguments, type VerifyRequest } from "./read-verify-arguments.ts";
import { printedLines } from "./verify-output.ts";

/** Exit statuses of `verify`, as in docs/verify.md. */
const EXIT: Readonly<Record<Judgement["verdict"], number>> = { secure: 0, "not-secure": 1, "access-denied": 2, inconclusive: 3 };
const BAD_USAGE = 64;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `npm run -s verify`: verifies one role without a database, or analyzes a trust policy. Returns the exit status: 0 secure,
 * 1 not secure, 2 access denied, 3 inconclusive, 64 bad usage (no call was sent). With `--json` the last line on stdout is the
 * result, and stderr says if AWS was simulated.
 */
export async function verifyAtTerminal(argv: readonly string[], environment: Environment, terminal: Terminal): Promise<number> {
  const request = readVerifyArguments(argv, environment);
  if (request.kind === "usage") {
    terminal.err(request.message);
    return BAD_USAGE;
  }
  if (request.kind === "help") {
    terminal.out(request.message);
    return 0;
  }
  if (request.kind === "examine") return examineAtTerminal(request, terminal);
  const run = await runOnce(request, terminal);
  if (request.json) {
    // The JSON object has no field for the sandbox, and pipelines depend on its fields.
    if (run.sandbox) terminal.err(SANDBOX_SENTENCE);
    terminal.out(safeJson(resultOf(run)));
  } else for (const line of linesOf(run, environment)) terminal.out(line);
  return EXIT[run.judgement.verdict];
}

async function runOnce(request: VerifyRequest, terminal: Terminal): Promise<FinishedRun> {
  const clients = createAwsClients(request.settings);
  const question = {
    roleArn: request.roleArn,
    externalId: request.externalId,
    retired: [],
    retiredElsewhere: [],
    regions: [request.settings.region],
    logGroupPrefix: "",
    sessionName: sessionName(new Secret(randomBytes(32).toString("hex")), "run", []),
  };
  const watch = request.json ? {} : { onProbe: (probe: ProbeResult) => terminal.out(lineOf(probe)) };
  try {
    return await runUntilAnswered(awsProbePorts(clients, request.extras), question, request.waitMs, watch);
  } finally {
    clients.close();
  }
}

/** The object that `--json` prints. An inconclusive canary check counts as failed there: denied probes can't be trusted then either. */
function resultOf(run: FinishedRun): object {
  return {
    verdict: run.judgement.verdict,
    reason: reasonText(run.judgement),
    probes: run.probes.map(({ name, expected, got, code, requestId, ms }) => ({
      ...{ name, expected, got, code, requestId, ms },
    })),
    controls: { blindness: run.control.kind === "inconclusive" ? "failed" : run.control.kind },
  };
}

const ANSWERS = { allowed: "allowed", denied: "denied", inconclusive: "inconclusive" } as const;

function lineOf(probe: ProbeResult): string {
  const mark = probe.got === probe.expected ? "ok " : "!! ";
  const answer = probe.got === "inconclusive" ? `${ANSWERS.inconclusive} (${probe.why})` : ANSWERS[probe.got];
  return `${mark} ${probeLabel(probe.name).padEnd(36)} ${answer.padEnd(12)} ${String(probe.ms).padStart(5)} ms  ${probe.requestId}`;
}

const CONTROL_LINES: Readonly<Record<CanaryOutcome["kind"], string>> = {
  ok: "Canary check: passed.",
  "not-configured": "Canary check: not configured, so nothing confirms that denied probes are real.",
  failed: "Canary check: failed. A canary role returned a wrong result, so denied probes don't count.",
  inconclusive: "Canary check: inconclusive.",
};

function linesOf(run: FinishedRun, environment: Environment): readonly string[] {
  return [
    "",
    ...printedLines(run, environment),
    CONTROL_LINES[run.control.kind],
    ...(run.sandbox ? [SANDBOX_SENTENCE] : []),
    `Verdict: ${run.judgement.verdict} (${reasonText(run.judgement)})`,
  ];
}

/** Milliseconds between attempts; the last pause repeats. AWS usually makes a new role available in 10 to 30 seconds. */
const PAUSES_MS = [2000, 3000, 5000, 8000, 10_000];

/**
 * Repeats the run for up to `waitMs` milliseconds while AWS denies access, since a new role is not available at once. Any
 * other verdict ends it. 0 means a single run.
 */
async function runUntilAnswered(ports: ProbePorts, question: RunQuestion, waitMs: number, watch: RunWatch = {}): Promise<FinishedRun> {
  const until = ports.clock.now().getTime() + waitMs;
  for (let tried = 0; ; tried++) {
    const run = await runProbes(ports, question, watch);
    const left = until - ports.clock.now().getTime();
    if (run.judgement.verdict !== "access-denied" || left <= 0) return run;
    await ports.clock.wait(Math.min(left, PAUSES_MS[tried] ?? 10_000), question.signal);
  }
}
