import { z } from "zod";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { deleteSavedSearch, insertSavedSearch, type SavedSearchRow, savedSearchesOf } from "#db/queries/logs.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { type Failure, fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { logGroup, region } from "#lib/logs/shared/log-inputs.ts";
import type { SavedSearchView } from "#lib/logs/shared/saved-searches-view.ts";

const LONGEST = 80;

/** Saves a search for all people of the customer, with a name of 1 to 80 characters that is unique for the connection. */
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
  return /\p{Cc}/u.test(name) ? "A name can’t contain line breaks or control characters." : undefined;
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
      return NOT_FOUND;
    default:
      throw error;
  }
}

function refused(problem: string): Failure {
  return fail("invalid", problem, { fields: { name: problem } });
}

/** The query parameters of the log page that a saved search may have; only the page interprets them. */
const words = z.strictObject({
  region,
  group: z.string().max(512).optional(),
  q: z.string().max(1024).optional(),
  range: z.string().max(64).optional(),
  streams: z.string().max(2048).optional(),
  also: z.string().max(2400).optional(),
  columns: z.string().max(1024).optional(),
  order: z.literal("oldest").optional(),
});

/** The input for saving a search. */
export const SaveSearchInput = z.strictObject({ connectionId: ConnectionId, name: z.string().max(1000), words });
export type SaveSearchInput = z.infer<typeof SaveSearchInput>;

export const DeleteSavedSearchInput = z.strictObject({ id: z.uuid() });

/** The input for adding or removing a favorite log group. */
export const FavoriteInput = z.strictObject({ connectionId: ConnectionId, region, logGroup, favorite: z.boolean() });
export type FavoriteInput = z.infer<typeof FavoriteInput>;

/** The saved searches of the customer, by name. */
export async function savedSearchesOfCustomer(actor: CustomerActor): Promise<readonly SavedSearchView[]> {
  const rows = await inTransaction(actor, (tx) => savedSearchesOf(tx, actor.customerId), { readOnly: true });
  return rows.map((row) => viewOf(row, actor));
}

function viewOf({ id, connectionId, userId, name, search }: SavedSearchRow, actor: CustomerActor): SavedSearchView {
  const texts = Object.entries((search ?? {}) as Record<string, unknown>).filter(
    (word): word is [string, string] => typeof word[1] === "string",
  );
  const words = { region: "", ...Object.fromEntries(texts) };
  return { id, connectionId, name, words, removable: actor.role === "owner" || userId === actor.userId };
}

/** Removes a saved search: its creator may, and an owner may remove any. For other people it is not found. */
export async function removeSavedSearch(actor: CustomerActor, id: string): Promise<Result<{ removed: true }>> {
  return inTransaction(actor, async (tx) => {
    const gone = await deleteSavedSearch(tx, actor.customerId, id, actor.role === "owner" ? undefined : actor.userId);
    if (!gone) return NOT_FOUND;
    await recordAudit(tx, actor, actor.customerId, "search.removed", { search: id });
    return ok({ removed: true });
  });
}
