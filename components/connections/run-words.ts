import type { RunReason, Verdict } from "#lib/kernel/verdict.ts";
import type { RunView } from "#lib/verification/run-view.ts";

export type RunKind = "secure" | "silent" | "open" | "refused" | "goingOn";

const KINDS: Readonly<Record<Verdict, RunKind>> = {
  secure: "secure",
  insecure: "open",
  refused: "refused",
  inconclusive: "silent",
  lost: "silent",
};

const WORDS: Readonly<Record<RunKind, string>> = {
  secure: "Secure",
  open: "Open",
  refused: "Refused",
  silent: "No answer",
  goingOn: "Going on",
};

/** Why a run was made. */
export const REASONS: Readonly<Record<RunReason, string>> = {
  submit: "First check",
  recheck: "Check",
  schedule: "Scheduled check",
  rotation: "Rotation",
  confirm: "Confirmation",
  staff: "Asked for by the partner’s staff",
};

/** What one past run was, as a bar and a row show it. */
export function runKind(run: RunView): RunKind {
  return run.verdict === null ? "goingOn" : KINDS[run.verdict];
}

export function runWord(run: RunView): string {
  return WORDS[runKind(run)];
}

/** "Scheduled check: 2 opened, 5 refused", with who asked when somebody did. */
export function runLine(run: RunView): string {
  const opened = run.probes.filter(({ got }) => got === "granted").length;
  const refused = run.probes.filter(({ got }) => got === "denied").length;
  const by = run.askedBy === null ? "" : ` by ${run.askedBy}`;
  return `${REASONS[run.reason]}${by}: ${opened} opened, ${refused} refused`;
}

/** "56 checks since 27 Oct 2026: 54 secure, 2 without an answer from AWS, none open": the text alternative of the strip. */
export function stripSentence(runs: readonly RunView[], since: string): string {
  const count = (kind: RunKind) => runs.filter((run) => runKind(run) === kind).length;
  const parts = [`${count("secure")} secure`];
  if (count("silent") > 0) parts.push(`${count("silent")} without an answer from AWS`);
  if (count("refused") > 0) parts.push(`${count("refused")} refused`);
  parts.push(count("open") === 0 ? "none open" : `${count("open")} open`);
  return `${runs.length} ${runs.length === 1 ? "check" : "checks"} since ${since}: ${parts.join(", ")}`;
}
