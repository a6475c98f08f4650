import type { LogAccess } from "#kernel/verdict.ts";
import type { LogAccess as LogAccessParameter } from "./template-parameters.ts";

const NAMES: Readonly<Record<LogAccess, LogAccessParameter>> = { browse: "Browse", query: "Query", tail: "Tail" };

/** What the template calls a tier. */
export function logAccessParameter(tier: LogAccess): LogAccessParameter {
  return NAMES[tier];
}
