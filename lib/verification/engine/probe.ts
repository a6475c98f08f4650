import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import type { SentExternalId } from "#lib/aws/sent-external-id.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";

export type RetiredProbeName = `retired-${1 | 2 | 3 | 4 | 5 | 6}`;

/** The probes of a run. Each sees a class of weakness that the others do not; 03-verification has the table. */
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

/** Who sends a probe: the portal's own principal, or one of the two optional roles that are there only to be refused. */
export type ProbeCaller = "ourselves" | "outside-principal" | "second-principal";

/** One AssumeRole try that a run will make. */
export interface PlannedProbe {
  /** Position in the receipt, from 0. Sent in another order: negatives are shuffled. */
  readonly n: number;
  readonly name: ProbeName;
  readonly expected: "granted" | "denied";
  readonly sends: SentExternalId;
  /** What was sent, masked in the middle, or "left out". */
  readonly sent: string;
  readonly caller: ProbeCaller;
}

/** One probe with AWS's answer. It holds no credentials: those of a grant are dropped where the answer is read. */
export interface ProbeResult {
  readonly n: number;
  readonly name: ProbeName;
  readonly expected: "granted" | "denied";
  readonly sent: string;
  readonly got: ProbeAnswer;
  /** Why an answer proves nothing; null otherwise. */
  readonly why: WhyInconclusive | null;
  /** AWS's error code, or "" for a grant and for what is no answer of AWS. */
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

/** The probe's name for people. */
export function probeLabel(name: ProbeName): string {
  return isRetired(name) ? `Retired External ID ${name.slice("retired-".length)}` : LABELS[name];
}

export function isRetired(name: ProbeName): name is RetiredProbeName {
  return name.startsWith("retired-");
}
