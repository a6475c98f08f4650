import { countText } from "#components/ui/count-text.ts";
import { RUN_REASON_WORDS, type Verdict } from "#kernel/verification/verdict.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";

export type RunKind = "secure" | "silent" | "open" | "access-denied" | "inProgress";

const KINDS: Readonly<Record<Verdict, RunKind>> = {
  secure: "secure",
  "not-secure": "open",
  "access-denied": "access-denied",
  inconclusive: "silent",
  lost: "silent",
};

const WORDS: Readonly<Record<RunKind, string>> = {
  secure: "Connected",
  open: "Not secure",
  "access-denied": "Access denied",
  silent: "Inconclusive",
  inProgress: "In progress",
};

/** The kind of a past run, which decides the color of its bar and the icon of its row. */
export function runKind(run: RunView): RunKind {
  return run.verdict === null ? "inProgress" : KINDS[run.verdict];
}

export function runWord(run: RunView): string {
  return WORDS[runKind(run)];
}

/** "Scheduled verification: 2 allowed, 5 denied", with the name of the user who requested it, if any. */
export function runLine(run: RunView): string {
  const opened = run.probes.filter(({ got }) => got === "allowed").length;
  const refused = run.probes.filter(({ got }) => got === "denied").length;
  const by = run.requestedBy === null ? "" : `, requested by ${run.requestedBy}`;
  return `${RUN_REASON_WORDS[run.reason]}${by}: ${opened} allowed, ${refused} denied`;
}

/** "56 verifications since 27 Oct 2026: 54 connected, 2 inconclusive, 0 not secure": the text alternative of the bar chart. */
export function stripSentence(runs: readonly RunView[], since: string): string {
  const count = (kind: RunKind) => runs.filter((run) => runKind(run) === kind).length;
  const parts = [`${count("secure")} connected`];
  if (count("silent") > 0) parts.push(`${count("silent")} inconclusive`);
  if (count("access-denied") > 0) parts.push(`${count("access-denied")} access denied`);
  parts.push(`${count("open")} not secure`);
  return `${countText(runs.length, "verification")} since ${since}: ${parts.join(", ")}`;
}
