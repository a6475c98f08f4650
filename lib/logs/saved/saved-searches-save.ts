import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { insertSavedSearch } from "#db/queries/saved-searches.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { SavedSearchView } from "#lib/logs/shared/saved-searches-view.ts";
import type { SaveSearchInput } from "./saved-searches-input.ts";

const LONGEST = 80;

/** Keeps a search under a name, for all of the customer's people: 1 to 80 characters, once for each connection. */
export async function saveSearch(
  actor: CustomerActor,
  { connectionId, name: wish, words }: SaveSearchInput,
): Promise<Result<SavedSearchView>> {
  const name = wish.trim();
  const problem = problemOf(name);
  if (problem !== undefined) return refused(problem);
  const { customerId, userId } = actor;
  const given = Object.entries(words).filter((word): word is [string, string] => word[1] !== undefined);
  const search = { ...Object.fromEntries(given), region: words.region };
  try {
    const id = await inTransaction(actor, async (tx) => {
      const made = await insertSavedSearch(tx, { customerId, connectionId, userId, name, search });
      await recordAudit(tx, actor, customerId, "search.saved", { search: made, connection: connectionId });
      return made;
    });
    return ok({ id, connectionId, name, words: search, removable: true });
  } catch (error) {
    return searchRefusal(error);
  }
}

function problemOf(name: string): string | undefined {
  if (name === "") return "Enter a name for the search.";
  if ([...name].length > LONGEST) return `A name can have up to ${LONGEST} characters.`;
  return /\p{Cc}/u.test(name) ? "A name cannot contain line breaks or control characters." : undefined;
}

function searchRefusal(error: unknown): Failure {
  switch (refusalOf(error)?.constraint) {
    case "saved_search_named_once":
      return refused("This connection already has a search with that name. Choose another name.");
    case "too_many_saved_searches":
      return fail("limited", "Your company has reached the limit of 100 saved searches. Remove one first.");
    case "saved_search_small":
      return refused("This search is too long to save.");
    case "saved_search_of_connection":
      return fail("not-found", "not found");
    default:
      throw error;
  }
}

function refused(problem: string): Failure {
  return fail("invalid", problem, { fields: { name: problem } });
}
