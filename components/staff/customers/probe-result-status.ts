import type { FleetRun } from "#lib/staff/shared/fleet-view.ts";

type Probe = Pick<FleetRun["probes"][number], "expected" | "got">;

/** Whether a probe's answer is what was expected: during a rotation the previous External ID may be either. */
export function probeResultStatus({ expected, got }: Probe): "as-expected" | "no-answer" | "wrong" {
  if (got === "Inconclusive") return "no-answer";
  if (expected === "Either") return "as-expected";
  return expected === got ? "as-expected" : "wrong";
}
