import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { Verdict } from "#kernel/verification/verdict.ts";
import type { FleetRun } from "#lib/staff/shared/fleet-view.ts";

/** The result of a verification as staff read it. A run whose process ended is inconclusive. */
export const VERDICTS: Readonly<Record<Verdict | "open", { readonly word: string; readonly type: StatusIndicatorProps.Type }>> = {
  secure: { word: "Connected", type: "success" },
  "not-secure": { word: "Not secure", type: "error" },
  "access-denied": { word: "Access denied", type: "error" },
  inconclusive: { word: "Inconclusive", type: "warning" },
  lost: { word: "Inconclusive", type: "stopped" },
  open: { word: "In progress", type: "in-progress" },
};

/** Whether a probe's actual result is the expected one. During a rotation the previous External ID may be allowed or denied. */
export function probeResultStatus({
  expected,
  got,
}: Pick<FleetRun["probes"][number], "expected" | "got">): "as-expected" | "no-answer" | "wrong" {
  if (got === "Inconclusive") return "no-answer";
  if (expected === "Either") return "as-expected";
  return expected === got ? "as-expected" : "wrong";
}
