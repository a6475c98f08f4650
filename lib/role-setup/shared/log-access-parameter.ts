import type { Tier } from "#kernel/verdict.ts";
import type { Tier as TemplateTier } from "./template-parameters.ts";

const NAMES: Readonly<Record<Tier, TemplateTier>> = { browse: "Browse", query: "Query", tail: "Tail" };

/** What the template calls a tier. */
export function templateTier(tier: Tier): TemplateTier {
  return NAMES[tier];
}
