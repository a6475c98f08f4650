import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import {
  type PaletteConnection,
  type PaletteLogGroup,
  type PaletteSavedQuery,
  type PaletteSavedSearch,
  paletteConnections,
  paletteConnectionsById,
  paletteLogGroups,
  paletteSavedQueries,
  paletteSavedSearches,
  paletteSuspended,
} from "#db/queries/palette.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { PaletteInput } from "#kernel/palette/palette-input.ts";
import {
  hasAllWords,
  MOST_ACTS,
  MOST_OF_KIND,
  MOST_RECENT,
  type PaletteAct,
  type PaletteAnswer,
  type PaletteKind,
  type PaletteMatch,
  type PaletteRecent,
  paletteWords,
} from "#kernel/palette/palette-view.ts";

/** Connections whose actions are compared with the words of a text. */
const MOST_COMPARED = 20;

/**
 * What the command palette shows to a member: their company's connections, log groups that the portal knows, saved searches, saved queries,
 * and actions on connections. Makes no call to AWS, so log groups that nobody used are not found.
 */
export function findInPortal(actor: CustomerActor, { text, recent }: PaletteInput): Promise<PaletteAnswer> {
  const words = paletteWords(text);
  return inTransaction(actor, (tx) => (words.length === 0 ? recentPlaces(tx, actor, recent) : search(tx, actor, words)), {
    readOnly: true,
  });
}

async function search(tx: Transaction, actor: CustomerActor, words: readonly string[]): Promise<PaletteAnswer> {
  const suspended = await paletteSuspended(tx, actor);
  const named = words.filter((word) => !isVerb(word));
  const connections = await paletteConnections(tx, actor, words, MOST_OF_KIND);
  const compared = named.length === words.length ? connections.slice(0, 1) : await paletteConnections(tx, actor, named, MOST_COMPARED);
  return {
    saved: [],
    matches: [
      ...connections.map(connectionMatch),
      ...(await paletteLogGroups(tx, actor, words, MOST_OF_KIND)).map(logGroupMatch),
      ...(await paletteSavedSearches(tx, actor, { words }, MOST_OF_KIND)).map(savedSearchMatch),
      ...(await paletteSavedQueries(tx, actor, { words }, MOST_OF_KIND)).map(savedQueryMatch),
    ],
    acts: compared
      .flatMap((connection) => actsOn(connection, actor, suspended))
      // The account ID or External ID by which a connection was found is not in the text of its actions.
      .filter((act) => named.length === words.length || hasAllWords(act.text, words))
      .slice(0, MOST_ACTS),
  };
}

/** What a person opened before, the latest first, as far as it still exists, and the first of what was saved. */
async function recentPlaces(tx: Transaction, actor: CustomerActor, recent: readonly PaletteRecent[]): Promise<PaletteAnswer> {
  const idsOf = (wanted: PaletteKind) => recent.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  const found = [
    ...(await paletteConnectionsById(tx, actor, idsOf("connection"))).map(connectionMatch),
    ...(await paletteSavedSearches(tx, actor, { ids: idsOf("saved-search") }, MOST_RECENT)).map(savedSearchMatch),
    ...(await paletteSavedQueries(tx, actor, { ids: idsOf("saved-query") }, MOST_RECENT)).map(savedQueryMatch),
  ];
  const isRecent = (match: PaletteMatch) => recent.some(({ id }) => id === match.id);
  const saved = [
    ...(await paletteSavedSearches(tx, actor, { words: [] }, MOST_RECENT)).map(savedSearchMatch),
    ...(await paletteSavedQueries(tx, actor, { words: [] }, MOST_RECENT)).map(savedQueryMatch),
  ];
  return {
    matches: recent.flatMap(({ kind, id }) => found.filter((match) => match.kind === kind && match.id === id)),
    saved: saved.filter((match) => !isRecent(match)).slice(0, MOST_OF_KIND),
    acts: [],
  };
}

/** Without the word “Connected”: only the connection’s own page checks that the portal wrote its verification. */
function connectionMatch({ id, name, accountId, status }: PaletteConnection): PaletteMatch {
  return {
    kind: "connection",
    id,
    text: name,
    detail: accountId ?? "",
    status: status === "connected" ? null : status,
    href: `/connections/${id}`,
  };
}

function logGroupMatch({ connectionId, connectionName, region, logGroup }: PaletteLogGroup): PaletteMatch {
  const href = `/connections/${connectionId}/logs?${new URLSearchParams({ region, group: logGroup })}`;
  return { kind: "log-group", id: null, text: logGroup, detail: `${connectionName}, ${region}`, status: null, href };
}

function savedSearchMatch({ id, name, connectionId, connectionName, search: words }: PaletteSavedSearch): PaletteMatch {
  const texts = Object.entries((words ?? {}) as Record<string, unknown>).filter(
    (word): word is [string, string] => typeof word[1] === "string",
  );
  const href = `/connections/${connectionId}/logs?${new URLSearchParams(texts)}`;
  return { kind: "saved-search", id, text: name, detail: connectionName, status: null, href };
}

/** The query is in the fragment, which browsers send to no server. */
function savedQueryMatch({ id, name, folder, text, connectionId, region, logGroups }: PaletteSavedQuery): PaletteMatch {
  const words = new URLSearchParams({
    ...(region !== null && { region }),
    ...(logGroups.length > 0 && { groups: logGroups.join("*") }),
  });
  const query = `#query=${encodeURIComponent(text.toWellFormed())}`;
  const href = connectionId === null ? "/connections" : `/connections/${connectionId}/query?${words}${query}`;
  return { kind: "saved-query", id, text: name, detail: folder, status: null, href };
}

const VERBS = ["browse", "logs", "verify", "rotate", "external", "id", "of", "rename", "disable", "remove"];
const isVerb = (word: string): boolean => word.length > 1 && VERBS.some((verb) => verb.startsWith(word));

const OWNERS_ONLY = "Only owners can do this";
const SUSPENDED = "Your company is suspended";

/** The actions on a connection's page, in the order of their use. */
function actsOn(connection: PaletteConnection, { role }: CustomerActor, suspended: boolean): readonly PaletteAct[] {
  const { id, name, status, wasVerified, rotating } = connection;
  const page = `/connections/${id}`;
  const isOwner = role === "owner";
  const change = (reason: string | null) => (suspended ? SUSPENDED : isOwner ? reason : OWNERS_ONLY);
  const act = (verb: string, text: string, unavailable: string | null) => ({
    ...{ id: `${verb}:${id}`, text, detail: "", unavailable },
    href: verb === "browse" ? `${page}/logs` : verb === "verify" && !wasVerified ? `${page}/connect` : `${page}?action=${verb}`,
  });
  const inService = ["connected", "expired", "access_denied", "quarantined"].includes(status);
  const readable = wasVerified && (status === "connected" || status === "expired");
  return [
    act("browse", `Browse logs of ${name}`, suspended ? SUSPENDED : readable ? null : "Requires a successful verification"),
    act("verify", `Verify ${name}`, change(null)),
    act("rotate", `Rotate External ID of ${name}`, change(rotating ? "A rotation is in progress" : inService ? null : "Not verified yet")),
    act("rename", `Rename ${name}`, change(null)),
    act("disable", `Disable ${name}`, change(inService ? null : status === "disabled" ? "Already disabled" : "Not verified yet")),
    act("remove", `Remove ${name}`, change(null)),
  ];
}
