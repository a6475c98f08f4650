import type { ProbeView } from "#lib/verification/shared/run-view.ts";

export type ProbeTone = "good" | "bad" | "unsure" | "inProgress" | "later";

/** Shown where no External ID was sent. */
export const OMITTED = "Omitted";

export interface ProbeWords {
  /** The External ID that was sent, "Omitted", or a dash for a probe that was not sent. */
  readonly sent: string;
  readonly expected: "Allowed" | "Denied" | "Either";
  readonly got: string;
  readonly tone: ProbeTone;
}

/**
 * The texts of one table row. Expected and actual result use the same words, so that a row is easy to compare. A probe
 * without an answer is in progress or not sent yet: the correct External ID is sent first, then all wrong ones in
 * parallel, then the correct one again.
 */
export function probeWords(probe: ProbeView, all: readonly ProbeView[], over: boolean): ProbeWords {
  const expected = EXPECTED[probe.expected];
  const sent = probe.sent === "left out" ? OMITTED : probe.sent;
  if (probe.got === null) {
    if (over) return { sent: "–", expected, got: "Not sent", tone: "later" };
    if (!isInProgress(probe, all)) return { sent: "–", expected, got: "Not sent yet", tone: "later" };
    return { sent, expected, got: "In progress", tone: "inProgress" };
  }
  if (probe.got === "inconclusive") return { sent, expected, got: "Inconclusive", tone: "unsure" };
  return { sent, expected, got: probe.got === "allowed" ? "Allowed" : "Denied", tone: isAsExpected(probe) ? "good" : "bad" };
}

const EXPECTED = { allowed: "Allowed", denied: "Denied", either: "Either" } as const;

function isAsExpected({ expected, got }: ProbeView): boolean {
  return expected === "either" || expected === got;
}

function isInProgress(probe: ProbeView, all: readonly ProbeView[]): boolean {
  const first = all.reduce((least, { n }) => Math.min(least, n), Number.POSITIVE_INFINITY);
  if (probe.n === first) return true;
  const before = probe.expected === "allowed" ? all.filter(({ n }) => n !== probe.n) : all.filter(({ n }) => n === first);
  return before.every(({ got }) => got !== null);
}

/** The probes that AWS allowed although it must deny them. */
export function allowedWrongProbes(probes: readonly ProbeView[]): readonly ProbeView[] {
  return probes.filter(({ expected, got }) => expected === "denied" && got === "allowed");
}
