import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { Verdict } from "#kernel/verification/verdict.ts";

/** How a verdict is shown to staff. `open`: the run has none yet. */
export const RUN_VERDICTS: Readonly<Record<Verdict | "open", { readonly word: string; readonly type: StatusIndicatorProps.Type }>> = {
  secure: { word: "Connected", type: "success" },
  "not-secure": { word: "Not secure", type: "error" },
  "access-denied": { word: "Access denied", type: "error" },
  inconclusive: { word: "Inconclusive", type: "warning" },
  lost: { word: "Interrupted", type: "stopped" },
  open: { word: "In progress", type: "in-progress" },
};
