import type { DatabaseRefusal } from "#db/database-refusal.ts";
import { type Failure, fail } from "#kernel/result.ts";
import { whenIn } from "#kernel/times-and-ages.ts";

/** What a customer's people did as often as they may for now, by the rule's name in the database. */
const LIMITS: Readonly<Record<string, string>> = {
  budget_external_ids: "Your company reached the limit of new External IDs, which connections and rotations start with.",
  budget_verifications: "Your company reached the limit of verifications.",
  budget_role_sessions: "Your company reached the limit of new role sessions for reading logs.",
  budget_changes: "Your company reached the limit of changes.",
};

/**
 * The failure for an act of a customer's person that is over its budget, with the time of the next one; undefined for any
 * other refusal. Acts that stop or remove something have no budget (migration 0047).
 */
export function explainActLimit({ constraint, next }: DatabaseRefusal): Failure | undefined {
  const limit = constraint === undefined ? undefined : LIMITS[constraint];
  if (limit === undefined || next === undefined) return undefined;
  return fail("limited", `${limit} Try again ${whenIn(next.freeAt, next.now)}. You can still disable and remove connections and members.`);
}
