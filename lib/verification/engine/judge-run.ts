import type { WeaknessClass } from "#kernel/verification/weakness-class.ts";
import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import { isRetired, type ProbeName, type ProbeResult } from "./probe.ts";

/** The outcome of the canary check: whether denied probes can be trusted. */
type ControlAnswer = "ok" | "not-configured" | "failed" | "inconclusive";

/** Whether AWS confirms that the session belongs to the requested role. */
export type IdentityAnswer = "confirmed" | "someone-else" | "inconclusive" | "not-asked";

export interface LogCheck {
  readonly region: string;
  readonly got: "works" | "denied" | "no-groups" | "inconclusive";
  /** The missing permission, for `denied`: `logs:FilterLogEvents`. */
  readonly action: string | null;
}

/** The facts that a run found. It contains no credentials. */
export interface RunEvidence {
  /** The planned probes. If one has no answer, the run is inconclusive. */
  readonly planned: readonly { readonly name: ProbeName; readonly expected: "allowed" | "denied" }[];
  readonly answers: readonly ProbeResult[];
  /** The role's unique ID at the first and at the second call with the correct External ID; null if AWS did not allow it. */
  readonly roleId: string | null;
  readonly roleIdAgain: string | null;
  readonly control: ControlAnswer;
  readonly identity: IdentityAnswer;
  readonly logs: readonly LogCheck[];
}

/** Stored, printed by `verify`, and explained to people. */
export type InconclusiveReason =
  | WhyInconclusive
  | "control-failed"
  | "control-did-not-answer"
  | "unfinished"
  | "denied-between-grants"
  | "role-id-changed"
  | "identity-not-confirmed";

/** The verdict of a run with its reason. Plain data, which is stored as it is. Only `secure` permits log access. */
export type Judgement =
  | { readonly verdict: "secure"; readonly reason: "verified" }
  | { readonly verdict: "secure"; readonly reason: "cannot-read-logs"; readonly action: string; readonly region: string }
  | { readonly verdict: "not-secure"; readonly reason: WeaknessClass; readonly opened: readonly ProbeName[] }
  | { readonly verdict: "access-denied"; readonly reason: "right-id-denied" }
  | { readonly verdict: "inconclusive"; readonly reason: InconclusiveReason };

/** A run without an answer to each of these probes is inconclusive, even if the plan left it out. */
const INDISPENSABLE: readonly ProbeName[] = ["none", "random", "doubled", "near-miss"];

const inconclusive = (reason: InconclusiveReason): Judgement => ({ verdict: "inconclusive", reason });

/**
 * Decides the verdict of a run. A probe that must be denied but was allowed always means `not-secure`. If the canary check
 * failed, denied probes don't count. A run is `secure` only if it is complete and consistent. Pure.
 */
export function judgeRun(run: RunEvidence): Judgement {
  const opened = run.answers.filter(({ expected, got }) => expected === "denied" && got === "allowed").map(({ name }) => name);
  if (opened.length > 0) return { verdict: "not-secure", reason: weaknessOf(opened), opened };
  if (run.control === "failed") return inconclusive("control-failed");
  if (run.control === "inconclusive") return inconclusive("control-did-not-answer");
  const right = run.answers.find(({ name }) => name === "right");
  if (right?.got === "denied") return { verdict: "access-denied", reason: "right-id-denied" };
  return inconclusiveReasonOf(run) ?? secure(run.logs);
}

/** The first reason why a run is inconclusive, or undefined. */
function inconclusiveReasonOf(run: RunEvidence): Judgement | undefined {
  const unanswered = run.answers.find(({ got }) => got === "inconclusive");
  if (unanswered !== undefined) return inconclusive(unanswered.why ?? "unexpected");
  const again = run.answers.find(({ name }) => name === "right-again");
  if (again?.got === "denied") return inconclusive("denied-between-grants");
  if (!isWhole(run)) return inconclusive("unfinished");
  if (run.roleId === null || run.roleId !== run.roleIdAgain) return inconclusive("role-id-changed");
  if (run.identity === "someone-else") return inconclusive("wrong-identity");
  if (run.identity !== "confirmed") return inconclusive("identity-not-confirmed");
  return undefined;
}

/** Whether every planned and every indispensable probe has its expected answer. */
function isWhole({ planned, answers }: RunEvidence): boolean {
  const wanted = [
    ...planned,
    ...INDISPENSABLE.map((name) => ({ name, expected: "denied" as const })),
    { name: "right" as const, expected: "allowed" as const },
    { name: "right-again" as const, expected: "allowed" as const },
  ];
  return wanted.every(({ name, expected }) => answers.some((answer) => answer.name === name && answer.got === expected));
}

function secure(logs: readonly LogCheck[]): Judgement {
  const denied = logs.find(({ got }) => got === "denied");
  if (denied === undefined) return { verdict: "secure", reason: "verified" };
  return { verdict: "secure", reason: "cannot-read-logs", action: denied.action ?? "logs:FilterLogEvents", region: denied.region };
}

/** The reason as one line, such as `cannot-read-logs: logs:FilterLogEvents in eu-central-1`. */
export function reasonText(judgement: Judgement): string {
  return judgement.reason === "cannot-read-logs" ? `cannot-read-logs: ${judgement.action} in ${judgement.region}` : judgement.reason;
}

/** The widest class that explains the allowed probes. `opened` has at least one probe that AWS must deny. */
export function weaknessOf(opened: readonly ProbeName[]): WeaknessClass {
  const has = (name: ProbeName) => opened.includes(name);
  if (has("none")) return "no-condition-or-if-exists";
  if (has("random")) return has("upper") ? "any-id" : "shared-prefix";
  if (has("doubled")) return "prefix-or-suffix";
  if (has("near-miss")) return "mask";
  if (has("upper")) return "ignore-case";
  if (opened.some(isRetired)) return "old-id";
  return has("outside-principal") ? "any-principal" : "other-role";
}
