import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import type { ProbeName, ProbeResult } from "./probe.ts";
import { type WeaknessClass, weaknessOf } from "./weakness.ts";

/** Whether our negative probes can be believed at all. */
type ControlAnswer = "ok" | "not-configured" | "failed" | "inconclusive";

/** Whether AWS says that the session is the role that was asked for. */
export type IdentityAnswer = "confirmed" | "someone-else" | "inconclusive" | "not-asked";

export interface LogCheck {
  readonly region: string;
  readonly got: "works" | "denied" | "no-groups" | "inconclusive";
  /** The missing permission, for `denied`: `logs:FilterLogEvents`. */
  readonly action: string | null;
}

/** All that a run found, without a single credential. */
export interface RunEvidence {
  /** Every probe that was planned; one without an answer makes the run prove nothing. */
  readonly planned: readonly { readonly name: ProbeName; readonly expected: "granted" | "denied" }[];
  readonly answers: readonly ProbeResult[];
  /** The role's unique id at the first and at the second grant; null where there was none. */
  readonly roleId: string | null;
  readonly roleIdAgain: string | null;
  readonly control: ControlAnswer;
  readonly identity: IdentityAnswer;
  readonly logs: readonly LogCheck[];
}

/** A closed list: what is stored, printed by `verify` and turned into words. */
export type InconclusiveReason =
  | WhyInconclusive
  | "control-failed"
  | "control-did-not-answer"
  | "unfinished"
  | "denied-between-grants"
  | "role-id-changed"
  | "identity-not-confirmed";

/** What a run proves. Plain data, so that it can be stored as it is. Only `secure` opens anything. */
export type Judgement =
  | { readonly verdict: "secure"; readonly reason: "proven" }
  | { readonly verdict: "secure"; readonly reason: "cannot-read-logs"; readonly action: string; readonly region: string }
  | { readonly verdict: "insecure"; readonly reason: WeaknessClass; readonly opened: readonly ProbeName[] }
  | { readonly verdict: "refused"; readonly reason: "right-id-denied" }
  | { readonly verdict: "inconclusive"; readonly reason: InconclusiveReason };

/** Without an answer to each of these nothing is proven, whatever the plan said. */
const INDISPENSABLE: readonly ProbeName[] = ["none", "random", "doubled", "near-miss"];

const inconclusive = (reason: InconclusiveReason): Judgement => ({ verdict: "inconclusive", reason });

/**
 * The product's one hard judgement, from facts alone. A probe that got in proves the weakness whatever else happened; a
 * control that failed lets no refusal count; and only a whole, consistent run is secure. Source: 03-verification "Verdicts".
 */
export function judgeRun(run: RunEvidence): Judgement {
  const opened = run.answers.filter(({ expected, got }) => expected === "denied" && got === "granted").map(({ name }) => name);
  if (opened.length > 0) return { verdict: "insecure", reason: weaknessOf(opened), opened };
  if (run.control === "failed") return inconclusive("control-failed");
  if (run.control === "inconclusive") return inconclusive("control-did-not-answer");
  const right = run.answers.find(({ name }) => name === "right");
  if (right?.got === "denied") return { verdict: "refused", reason: "right-id-denied" };
  return inconclusiveReasonOf(run) ?? secure(run.logs);
}

/** The first thing that keeps a run from being a proof, or undefined. */
function inconclusiveReasonOf(run: RunEvidence): Judgement | undefined {
  const silent = run.answers.find(({ got }) => got === "inconclusive");
  if (silent !== undefined) return inconclusive(silent.why ?? "unexpected");
  const again = run.answers.find(({ name }) => name === "right-again");
  if (again?.got === "denied") return inconclusive("denied-between-grants");
  if (!isWhole(run)) return inconclusive("unfinished");
  if (run.roleId === null || run.roleId !== run.roleIdAgain) return inconclusive("role-id-changed");
  if (run.identity === "someone-else") return inconclusive("wrong-identity");
  if (run.identity !== "confirmed") return inconclusive("identity-not-confirmed");
  return undefined;
}

/** Every planned probe has exactly the answer it must have, and the indispensable ones are among them. */
function isWhole({ planned, answers }: RunEvidence): boolean {
  const wanted = [
    ...planned,
    ...INDISPENSABLE.map((name) => ({ name, expected: "denied" as const })),
    { name: "right" as const, expected: "granted" as const },
    { name: "right-again" as const, expected: "granted" as const },
  ];
  return wanted.every(({ name, expected }) => answers.some((answer) => answer.name === name && answer.got === expected));
}

function secure(logs: readonly LogCheck[]): Judgement {
  const denied = logs.find(({ got }) => got === "denied");
  if (denied === undefined) return { verdict: "secure", reason: "proven" };
  return { verdict: "secure", reason: "cannot-read-logs", action: denied.action ?? "logs:FilterLogEvents", region: denied.region };
}

/** The reason in one line: `cannot-read-logs: logs:FilterLogEvents in eu-central-1`. */
export function reasonText(judgement: Judgement): string {
  return judgement.reason === "cannot-read-logs" ? `cannot-read-logs: ${judgement.action} in ${judgement.region}` : judgement.reason;
}
