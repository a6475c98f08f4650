import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { staffCustomersById } from "#db/queries/staff/staff-customers.ts";
import {
  type StaffPaletteConnection,
  type StaffPaletteView,
  staffPaletteConnections,
  staffPaletteViews,
} from "#db/queries/staff/staff-palette.ts";
import { type ListedPerson, personOrder, personSources, staffPeopleNamed, staffPersonPage } from "#db/queries/staff/staff-people.ts";
import { staffSearch } from "#db/queries/staff/staff-search.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { PaletteInput } from "#kernel/palette/palette-input.ts";
import {
  hasAllWords,
  MOST_ACTS,
  MOST_OF_KIND,
  type PaletteAct,
  type PaletteAnswer,
  type PaletteMatch,
  type PaletteRecent,
  paletteWords,
} from "#kernel/palette/palette-view.ts";
import { requiresRole } from "#kernel/people/role-words.ts";
import { STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import type { ListSpec } from "#lib/lists/shared/list-query.ts";
import type { ListCustomer } from "#lib/staff/shared/list-view.ts";
import { MEMBER_ROLE_LABELS, PERSON_LIST, PERSON_STATUS_LABELS } from "#lib/staff/shared/people-view.ts";
import { VIEWED_LISTS, viewAddress } from "#lib/staff/shared/saved-view.ts";
import { listCustomerOf } from "./lists/list-customers.ts";

/**
 * What the command palette shows to staff: customers and connections with a word in their name that begins with the text or whose ID it is (as
 * the lists search), first those whose whole name begins with it, a connection before its customer if the text is its ID, and actions on the best of them. Nothing of a customer's logs, not even the
 * names of log groups.
 */
export function findForStaff(actor: StaffActor, { text, recent }: PaletteInput): Promise<PaletteAnswer> {
  return inTransaction(
    actor,
    async (tx) => {
      if (text === "") return recentPlaces(tx, recent);
      const found = await search(tx, actor, text);
      const words = paletteWords(text);
      const views = (await staffPaletteViews(tx, words, MOST_OF_KIND)).map(viewMatch);
      const people = (await peopleNamed(tx, text)).map(personMatch);
      const matches = [...found.matches, ...people, ...views];
      const [verb = "", ...rest] = words;
      if (rest.length === 0 || !isVerb(verb)) return { matches, saved: [], acts: found.acts.slice(0, MOST_ACTS) };
      // "suspend acme": the actions on what the rest of the text finds.
      const ofRest = await search(tx, actor, restOf(text));
      return {
        ...{ matches, saved: [] },
        acts: [...found.acts, ...ofRest.acts.filter((act) => hasAllWords(act.text, words))].slice(0, MOST_ACTS),
      };
    },
    { readOnly: true },
  );
}

const VERBS = ["verify", "suspend", "resume", "invite", "rotate"];
const isVerb = (word: string): boolean => word.length > 1 && VERBS.some((verb) => verb.startsWith(word));

/** The text without its verb, and without the words that follow it in the actions. */
function restOf(text: string): string {
  return text.trim().replace(/^\S+\s+(?:(?:all connections of|owner to|external id of)\s+)?/i, "");
}

async function search(tx: Transaction, actor: StaffActor, text: string): Promise<Pick<PaletteAnswer, "matches" | "acts">> {
  const match = await staffSearch(tx, actor, text);
  const ids = [...new Set([...match.customerIds, ...match.owners])].slice(0, MOST_OF_KIND);
  const customers = (await staffCustomersById(tx, ids)).map((row) => listCustomerOf(row));
  const connections = await staffPaletteConnections(tx, match, MOST_OF_KIND);
  const [best] = customers;
  // An account ID or another ID of a connection is in no customer's name or address: the connection is meant.
  const isOfConnection = match.customerIds.length === 0 && connections.length > 0;
  const [found, theirs] = [connections.map(connectionMatch), customers.map(customerMatch)];
  return {
    matches: isOfConnection ? [...found, ...theirs] : [...theirs, ...found],
    acts: [
      ...(best === undefined ? [] : actsOn(best, actor)),
      ...connections.slice(0, 1).flatMap((connection) => actsOnConnection(connection, actor)),
    ],
  };
}

async function recentPlaces(tx: Transaction, recent: readonly PaletteRecent[]): Promise<PaletteAnswer> {
  const idsOf = (wanted: PaletteRecent["kind"]) => recent.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  const found = [
    ...(await staffCustomersById(tx, idsOf("customer"))).map((row) => customerMatch(listCustomerOf(row))),
    ...(await staffPaletteConnections(tx, { connectionIds: idsOf("connection"), customerIds: [] }, recent.length)).map(connectionMatch),
  ];
  return {
    matches: recent.flatMap(({ kind, id }) => found.filter((match) => match.kind === kind && match.id === id)),
    saved: (await staffPaletteViews(tx, [], MOST_OF_KIND)).map(viewMatch),
    acts: [],
  };
}

function customerMatch({ id, name, connections, worst, suspendedAt }: ListCustomer): PaletteMatch {
  const suspended = suspendedAt !== null;
  const count = connections === 1 ? "1 connection" : `${connections} connections`;
  const calm = worst === null || worst === "connected" || suspended;
  const detail = calm ? count : `${count}, worst: ${STATUS_WORDS[worst]}`;
  return { kind: "customer", id, text: name, detail, status: suspended ? "suspended" : null, href: `/admin/customers/${id}` };
}

function connectionMatch({ id, name, accountId, customerName, status }: StaffPaletteConnection): PaletteMatch {
  const href = `/admin/connections/${id}`;
  return { kind: "connection", id, text: `${customerName} / ${name}`, detail: accountId ?? "", status, href };
}

const OPERATORS = requiresRole("operator", "admin");

/** People whose address, or a word in their name, begins with the text. An ID is the beginning of neither. */
async function peopleNamed(tx: Transaction, text: string): Promise<readonly ListedPerson[]> {
  const start = text.toLowerCase();
  const named = await staffPeopleNamed(tx, start, MOST_OF_KIND, []);
  const match = { emailStart: start, userIds: named.keys, customerIds: [] };
  const sources = personSources({ statuses: [], roles: [], customerIds: [], match }, "email");
  return (await staffPersonPage(tx, sources, personOrder("email", false), null, MOST_OF_KIND)).rows;
}

function personMatch({ email, role, customerName, status }: ListedPerson): PaletteMatch {
  const word = status === "member" ? MEMBER_ROLE_LABELS[role] : PERSON_STATUS_LABELS[status];
  const href = `${PERSON_LIST.path}?${new URLSearchParams({ q: email })}`;
  return { kind: "person", id: null, text: email, detail: `${word}, ${customerName}`, status: null, href };
}

const LISTS: Readonly<Record<string, string>> = {
  ...{ customers: "Customers", connections: "Connections", people: "People", runs: "Verifications", audit: "Audit log" },
};

function viewMatch({ id, list, name, params }: StaffPaletteView): PaletteMatch {
  const spec = (VIEWED_LISTS as Readonly<Record<string, ListSpec>>)[list];
  const href = spec === undefined ? "/admin" : viewAddress(spec, { params, id });
  return { kind: "saved-view", id: null, text: name, detail: LISTS[list] ?? "", status: null, href };
}

/** The actions of a connection's page. */
function actsOnConnection({ id, name, customerName, status }: StaffPaletteConnection, { role }: StaffActor): readonly PaletteAct[] {
  const wasVerified = ["connected", "expired", "access_denied", "quarantined"].includes(status);
  const whyNot = status === "disabled" ? "Disabled or suspended" : wasVerified ? null : "Not verified yet";
  const act = (verb: string, text: string) => ({
    ...{ id: `${verb}:${id}`, text, detail: "", unavailable: role === "support" ? OPERATORS : whyNot },
    href: `/admin/connections/${id}?action=${verb}`,
  });
  return [act("verify", `Verify ${customerName} / ${name}`), act("rotate", `Rotate External ID of ${customerName} / ${name}`)];
}

/** The actions of a customer's page. */
function actsOn({ id, name, connections, suspendedAt }: ListCustomer, { role }: StaffActor): readonly PaletteAct[] {
  const suspended = suspendedAt !== null;
  const only = (reason: string | null) => (role === "support" ? OPERATORS : reason);
  const act = (verb: string, text: string, unavailable: string | null, detail = "") => ({
    ...{ id: `${verb}:${id}`, text, detail, unavailable: only(unavailable) },
    href: `/admin/customers/${id}?action=${verb}`,
  });
  const whyNot = suspended ? "The customer is suspended" : connections === 0 ? "No connections" : null;
  return [
    act("verify", `Verify all connections of ${name}`, whyNot, connections === 1 ? "1 connection" : `${connections} connections`),
    act("invite", `Invite owner to ${name}`, null),
    suspended ? act("resume", `Resume ${name}`, null) : act("suspend", `Suspend ${name}`, null),
  ];
}
