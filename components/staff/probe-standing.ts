import type { FleetRun } from "#lib/staff/fleet-view.ts";

type Probe = Pick<FleetRun["probes"][number], "expected" | "got">;

/** Whether a probe's answer is what was expected: "Opens" wants "Opened", and during a rotation the former ID may do either. */
export function probeStanding({ expected, got }: Probe): "as-expected" | "no-answer" | "wrong" {
  if (got === "No answer") return "no-answer";
  if (expected === "Either") return "as-expected";
  return (expected === "Opens") === (got === "Opened") ? "as-expected" : "wrong";
}
