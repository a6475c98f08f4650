import type { SystemActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { startRun } from "./start-run.ts";

/** How a check that staff asked for went: `done` whatever it proved, `busy` when another is going on, `void` without a role. */
export type StaffCheck = "done" | "busy" | "void" | "failed";

/** Executes a run that staff asked for; it is recorded as theirs and judged like any other. */
export async function checkForStaff(
  actor: SystemActor,
  deployment: AppContext,
  ids: { readonly customerId: CustomerId; readonly connectionId: ConnectionId },
): Promise<StaffCheck> {
  const start = await startRun(actor, deployment, { ...ids, reason: "staff" });
  if (start.kind === "going-on" || start.kind === "paused") return "busy";
  if (start.kind !== "started") return "void";
  const end = await start.done;
  return "kind" in end ? "failed" : "done";
}
