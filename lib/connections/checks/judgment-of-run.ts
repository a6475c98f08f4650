import type { Verdict } from "#kernel/verdict.ts";
import type { InconclusiveReason, Judgement } from "#lib/verification/engine/judge-run.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";
import type { WeaknessClass } from "#lib/verification/engine/weakness.ts";
import { WEAKNESS_WORDS } from "#lib/verification/words/weakness-words.ts";
import type { NOT_AUTHENTIC } from "./evidence-mac.ts";

/** A secure run connected nothing because another connection has the role. Decided here, because the engine knows no other connections. */
export const CONNECTED_ELSEWHERE = "connected-elsewhere";
/** A secure run connected nothing, permanently: the role also accepts the External ID of the connection that has it. */
export const ACCEPTS_BOTH = "role-accepts-both";
/** A secure run connected nothing because its connection was disabled or removed, its customer suspended, or its rotation canceled. */
export const STOPPED_MEANWHILE = "stopped-meanwhile";
/** The reason of a run that the portal did not write. */
type NotAuthentic = typeof NOT_AUTHENTIC;
export type ConnectedNothing = typeof CONNECTED_ELSEWHERE | typeof ACCEPTS_BOTH | typeof STOPPED_MEANWHILE;

export type StoredJudgement =
  | Judgement
  | { readonly verdict: "lost" }
  | { readonly verdict: "inconclusive"; readonly reason: typeof CONNECTED_ELSEWHERE }
  | { readonly verdict: "inconclusive"; readonly reason: typeof ACCEPTS_BOTH }
  | { readonly verdict: "inconclusive"; readonly reason: typeof STOPPED_MEANWHILE }
  | { readonly verdict: "inconclusive"; readonly reason: NotAuthentic };

/** Reads a stored run's result back from its verdict, its reason and the negative probes that were allowed. */
export function judgementOfRun(verdict: Verdict, reason: string | null, opened: readonly ProbeName[]): StoredJudgement {
  switch (verdict) {
    case "lost":
      return { verdict };
    case "refused":
      return { verdict, reason: "right-id-denied" };
    case "insecure":
      return { verdict, reason: isWeakness(reason) ? reason : "no-condition-or-if-exists", opened };
    case "inconclusive":
      return { verdict, reason: (reason ?? "unexpected") as InconclusiveReason | ConnectedNothing | NotAuthentic };
    case "secure": {
      const denied = /^cannot-read-logs: (logs:[A-Za-z]+) in ([a-z0-9-]+)$/.exec(reason ?? "");
      if (denied === null) return { verdict, reason: "proven" };
      const [, action = "", region = ""] = denied;
      return { verdict, reason: "cannot-read-logs", action, region };
    }
  }
}

function isWeakness(reason: string | null): reason is WeaknessClass {
  return reason !== null && Object.hasOwn(WEAKNESS_WORDS, reason);
}
