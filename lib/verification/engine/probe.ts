import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import type { SentExternalId } from "#lib/aws/sent-external-id.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";

export type RetiredProbeName = `retired-${1 | 2 | 3 | 4 | 5 | 6}`;

/** The probes of a run. Each detects a class of weakness that the others do not: see `WeaknessClass`. */
export type ProbeName =
  | "right"
  | "none"
  | "random"
  | "doubled"
  | "upper"
  | "near-miss"
  | RetiredProbeName
  | "outside-principal"
  | "second-principal"
  | "right-again";

/** Who sends a probe: the portal's own principal, or one of the two optional principals. */
export type ProbeCaller = "ourselves" | "outside-principal" | "second-principal";

/** One AssumeRole call that a run will send. */
export interface PlannedProbe {
  /** Position in the verification report, from 0. Probes that must be denied are sent in random order. */
  readonly n: number;
  readonly name: ProbeName;
  readonly expected: "allowed" | "denied";
  readonly sends: SentExternalId;
  /** The External ID with its middle masked, or "left out". */
  readonly sent: string;
  readonly caller: ProbeCaller;
}

/** One probe with the answer of AWS. It contains no credentials. */
export interface ProbeResult {
  readonly n: number;
  readonly name: ProbeName;
  readonly expected: "allowed" | "denied";
  readonly sent: string;
  readonly got: ProbeAnswer;
  /** Why the answer is inconclusive; null otherwise. */
  readonly why: WhyInconclusive | null;
  /** The error code of AWS, or empty if the call was allowed or AWS did not answer. */
  readonly code: string;
  readonly requestId: string;
  readonly ms: number;
}

const LABELS: Readonly<Record<Exclude<ProbeName, RetiredProbeName>, string>> = {
  right: "Correct External ID",
  none: "No External ID",
  random: "Random External ID",
  doubled: "Doubled External ID",
  upper: "Uppercase External ID",
  "near-miss": "One-character-different External ID",
  "outside-principal": "Correct External ID from another AWS account",
  "second-principal": "No External ID from another role of the partner",
  "right-again": "Correct External ID (repeat)",
};

/** The name of the probe on screens and in reports. */
export function probeLabel(name: ProbeName): string {
  return isRetired(name) ? `Retired External ID ${name.slice("retired-".length)}` : LABELS[name];
}

export function isRetired(name: ProbeName): name is RetiredProbeName {
  return name.startsWith("retired-");
}
