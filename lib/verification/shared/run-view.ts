import type { RunReason, Verdict } from "#kernel/verdict.ts";

/** What the screens know of a run. Plain data: it crosses to the browser, so it names no secret and no one else's ID. */

export type ProbeAnswer = "granted" | "denied" | "inconclusive";

/** One planned probe, with its answer once it came. Rows stand in their place from the start; `got` is null until then. */
export interface ProbeView {
  /** Position among the planned probes; the key under which an answer finds its row. */
  readonly n: number;
  /** right, none, doubled, upper, near-miss, random, retired-1 …, outside-principal, second-principal, right-again. */
  readonly name: string;
  /** The name for people: "Correct External ID", "No External ID", "Correct External ID (repeat)" … */
  readonly label: string;
  /** What was sent as External ID, masked in the middle, or "left out". */
  readonly sent: string;
  /** `either`: the former External ID of a rotation, until the role must refuse it. */
  readonly expected: "granted" | "denied" | "either";
  readonly got: ProbeAnswer | null;
  /** AWS's error code, or "" for a grant. */
  readonly code: string;
  readonly requestId: string;
  readonly ms: number | null;
}

/** The words of a result, made from a verdict by `explainVerdict`. The first word of `title` is the status word. */
export interface ResultWords {
  readonly word: "Connected" | "Not secure" | "Access denied" | "Inconclusive" | "Waiting for AWS";
  /** "Connected: AWS account 222222222222", "Not secure: your role can be assumed with any External ID". */
  readonly title: string;
  /** One or two sentences, of which the last says what was stored or what happens next. */
  readonly sentences: readonly string[];
  /** The class of weakness, for `insecure` alone. */
  readonly weakness: string | null;
  /** Log reading is not permitted though the role is secure: names the action and the fix. */
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
  readonly control: "ok" | "failed" | "not-configured" | null;
  readonly stsRegion: string;
  /** Whole when secure, else masked to its last four digits, or null. */
  readonly accountId: string | null;
  readonly roleId: string | null;
  readonly sessionName: string | null;
  readonly sandbox: boolean;
  /** The version of the template that the portal offered then, which need not be the one that made the role; null = not recorded. */
  readonly templateVersion: number | null;
  readonly askedBy: string | null;
  /** Region → whether logs can be read there. */
  readonly logChecks: Readonly<Record<string, "works" | "denied" | "no-groups" | "inconclusive">>;
}

/** What the page is told while a run goes on. `opened` comes first and once; `closed` last and once. */
export type RunEvent =
  | { readonly kind: "opened"; readonly run: RunView }
  | { readonly kind: "probe"; readonly probe: ProbeView }
  | { readonly kind: "closed"; readonly run: RunView; readonly waiting: WaitingView | null }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly field: "roleArn" | null };

/** A just-created role that AWS does not know everywhere yet: the worker tries again until `until`. */
export interface WaitingView {
  readonly tries: number;
  readonly nextTryAt: number | null;
  readonly until: number;
}
