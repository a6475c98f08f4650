import type { FleetRun } from "#lib/staff/shared/fleet-view.ts";

/** Whether a probe's actual result is the expected one. During a rotation the previous External ID may be allowed or denied. */
export function probeResultStatus({
  expected,
  got,
}: Pick<FleetRun["probes"][number], "expected" | "got">): "as-expected" | "no-answer" | "wrong" {
  if (got === "Inconclusive") return "no-answer";
  if (expected === "Either") return "as-expected";
  return expected === got ? "as-expected" : "wrong";
}
