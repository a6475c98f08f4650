import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { Verdict } from "#kernel/verification/verdict.ts";
import { RUN_VERDICT_LABELS } from "#lib/staff/shared/people-view.ts";

/** How a verdict is shown to staff. `open`: the run has none yet. */
export const RUN_VERDICTS: Readonly<Record<Verdict | "open", { readonly word: string; readonly type: StatusIndicatorProps.Type }>> = {
  secure: { word: RUN_VERDICT_LABELS.secure, type: "success" },
  "not-secure": { word: RUN_VERDICT_LABELS["not-secure"], type: "error" },
  "access-denied": { word: RUN_VERDICT_LABELS["access-denied"], type: "error" },
  inconclusive: { word: RUN_VERDICT_LABELS.inconclusive, type: "warning" },
  lost: { word: RUN_VERDICT_LABELS.lost, type: "stopped" },
  open: { word: RUN_VERDICT_LABELS.open, type: "in-progress" },
};
