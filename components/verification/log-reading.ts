import type { RunView } from "#lib/verification/shared/run-view.ts";

export interface LogReading {
  readonly type: "success" | "warning" | "error" | "pending";
  readonly text: string;
}

/** Whether logs can be read, over all the regions of a connection; null when it was not tried. The worst region speaks. */
export function logReading(checks: RunView["logChecks"]): LogReading | null {
  const regions = Object.keys(checks);
  if (regions.length === 0) return null;
  const those = (answer: string) => regions.filter((region) => checks[region] === answer);
  const denied = those("denied");
  if (denied.length > 0) return { type: "error", text: `Denied in ${denied.join(", ")}` };
  const unsure = those("inconclusive");
  if (unsure.length > 0) return { type: "warning", text: `Inconclusive in ${unsure.join(", ")}` };
  const empty = those("no-groups");
  if (empty.length === regions.length) return { type: "pending", text: "No log groups in scope yet" };
  const [only] = regions;
  const where = regions.length === 1 ? only : regions.length === 2 ? "both regions" : `all ${regions.length} regions`;
  return { type: "success", text: `Allowed in ${where}` };
}
