import type { DatabaseRefusal } from "#db/database-refusal.ts";
import { type Failure, fail } from "#kernel/result.ts";
import { whenIn } from "#kernel/time/times-and-ages.ts";

/** The sentence for each limit that a customer can reach, by the name of the rule in the database. */
const LIMITS: Readonly<Record<string, string>> = {
  budget_external_ids: "Your company created too many External IDs in a short time. Each new connection and each rotation needs one.",
  budget_verifications: "Your company started too many verifications in a short time.",
  budget_role_sessions: "Your company opened too many role sessions for reading logs in a short time.",
  budget_changes: "Your company made too many changes in a short time.",
};

/**
 * The failure when a customer is over the limit for an action, with the time when the action is possible again; undefined for any
 * other database error. Actions that stop or remove something have no limit (`action_of` in `db/functions/table-values.sql`).
 */
export function explainActLimit({ constraint, next }: DatabaseRefusal): Failure | undefined {
  const limit = constraint === undefined ? undefined : LIMITS[constraint];
  if (limit === undefined || next === undefined) return undefined;
  return fail(
    "limited",
    `${limit} Try again ${whenIn(next.freeAt, next.now)}. Owners can still disable or remove connections, and remove members.`,
  );
}
