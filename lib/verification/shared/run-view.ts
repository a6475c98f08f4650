import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";

/** Views of a run for components. They are sent to the browser, so they contain no secret and no other customer's data. */

export type ProbeAnswer = "allowed" | "denied" | "inconclusive";

/** One planned probe. `got` is null until AWS has answered. */
export interface ProbeView {
  /** Position among the planned probes, from 0. It identifies the row for an answer. */
  readonly n: number;
  /** A `ProbeName` of the engine, or `retiring` for the previous External ID of a rotation. */
  readonly name: string;
  /** The name on screens: "Correct External ID", "No External ID", "Correct External ID (repeat)" … */
  readonly label: string;
  /** The External ID with its middle masked, or "left out". */
  readonly sent: string;
  /** `either`: the previous External ID during a rotation, which the role may still accept. */
  readonly expected: "allowed" | "denied" | "either";
  readonly got: ProbeAnswer | null;
  /** The error code of AWS, or empty if the call was allowed. */
  readonly code: string;
  readonly requestId: string;
  readonly ms: number | null;
}

/** The text of a result, from `explainVerdict`. `title` starts with `word`. */
export interface ResultWords {
  readonly word: "Connected" | "Not secure" | "Access denied" | "Inconclusive" | "Waiting for AWS";
  /** "Connected: AWS account 222222222222", "Not secure: your role can be assumed with any External ID". */
  readonly title: string;
  /** One or two sentences. The last one says what was saved or what happens next. */
  readonly sentences: readonly string[];
  /** The class of weakness; null unless the verdict is `not-secure`. */
  readonly weakness: string | null;
  /** If a secure role does not allow reading logs: the missing action and the fix. */
  readonly warning: string | null;
}

export interface RunView {
  readonly id: string;
  readonly reason: RunReason;
  /** Milliseconds since 1970, UTC. */
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly verdict: Verdict | null;
  readonly words: ResultWords | null;
  readonly probes: readonly ProbeView[];
  /** When the probes were deleted because of their age, in milliseconds since 1970. Then `probes` is empty. */
  readonly probesDeletedAt: number | null;
  readonly control: "ok" | "failed" | "not-configured" | null;
  readonly stsRegion: string;
  /** Complete if the role is secure; otherwise only its last four digits, or null. */
  readonly accountId: string | null;
  readonly roleId: string | null;
  readonly sessionName: string | null;
  readonly sandbox: boolean;
  /** The template version that the portal offered at that time, or null if not recorded. The role can come from another version. */
  readonly templateVersion: number | null;
  readonly requestedBy: string | null;
  /** Whether logs can be read, by region. */
  readonly logChecks: Readonly<Record<string, "works" | "denied" | "no-groups" | "inconclusive">>;
}

/** The events of a run for the page. `opened` is the first one; `closed` or `failed` is the last one. */
export type RunEvent =
  | { readonly kind: "opened"; readonly run: RunView }
  | { readonly kind: "probe"; readonly probe: ProbeView }
  | { readonly kind: "closed"; readonly run: RunView; readonly waiting: WaitingView | null }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly field: "roleArn" | null };

/** The retries for a new role, which AWS does not make available everywhere at once. The worker retries until `until`. */
export interface WaitingView {
  readonly tries: number;
  readonly nextTryAt: number | null;
  readonly until: number;
}

/** Shown with every result of the sandbox, on pages and in the terminal. */
export const SANDBOX_SENTENCE = "Sandbox: AWS is simulated. This result says nothing about a role in AWS.";
