import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import type { StaffAuditRow } from "#db/queries/audit.ts";
import { staffInvited } from "#db/queries/invitations.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { type AuditFilter, auditOrder, staffAuditPage, staffChainState, staffPerson } from "#db/queries/staff/staff-audit.ts";
import { staffCustomersById } from "#db/queries/staff/staff-customers.ts";
import { staffSearch } from "#db/queries/staff/staff-search.ts";
import { staffConnectionNames, staffMembers } from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { RUN_REASON_WORDS, type RunReason } from "#kernel/verification/verdict.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import { firstNotice } from "#lib/staff/lists/cut-notice.ts";
import { ACTIONS } from "#lib/staff/shared/action-view.ts";
import type { AuditView, ChainResult, ChainView } from "#lib/staff/shared/audit-view.ts";
import type { AuditRow } from "#lib/staff/shared/fleet-view.ts";
import { ROTATION_REASONS, SUSPENSION_REASONS } from "#lib/staff/shared/staff-requests.ts";

/** One page of the audit log, newest first unless asked otherwise, and the state of the chain if it is of one chain. @throws refusal `staff` */
export function findAudit(actor: StaffActor, query: ListQuery): Promise<AuditView> {
  return inTransaction(
    actor,
    async (tx) => {
      const { filter, notice } = await auditFilterOf(tx, actor, query);
      const order = auditOrderOf(query, filter);
      const start = startOf(query, order);
      const page = await staffAuditPage(tx, filter, order, start.start, PAGE_SIZE);
      const members = await staffMembers(tx);
      const customers = await staffCustomersById(
        tx,
        filter.chains.filter((chain) => ID.test(chain)),
      );
      const [chain] = filter.chains;
      return {
        list: {
          query,
          rows: await auditRowsOf(tx, page.rows),
          ...around(page, start),
          total: null,
          isMore: false,
          all: 0,
          facets: [],
          countedAt: null,
          notice,
          names: {
            customer: Object.fromEntries(customers.map(({ id, name }) => [id, name])),
            connection: Object.fromEntries(
              await staffConnectionNames(
                tx,
                customers.map(({ id }) => id),
                filter.connectionIds,
              ),
            ),
          },
        },
        staff: members.map(({ userId, name, email }) => ({ value: `staff:${userId}`, label: name ?? email })),
        chain: chain === undefined || filter.chains.length > 1 ? null : await chainViewOf(tx, chain, customers[0]?.name ?? "Partner"),
      };
    },
    { readOnly: true },
  );
}

export function auditOrderOf({ descending }: ListQuery, filter: AuditFilter) {
  // The newest event comes first; `descending` turns the default order round.
  return auditOrder(filter, !descending);
}

const HOURS: Readonly<Record<string, number>> = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 };
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The most customers whose events one search shows. */
const MOST_CHAINS = 50;
/** Nothing has this chain: a search without a result shows no events. */
const NO_CHAIN = "none";

/**
 * The filter of the database for a query. The text of a search is an email address (what this person did), an ID (what happened to it), or
 * the beginning of a word in a customer's name.
 */
export async function auditFilterOf(
  tx: Transaction,
  actor: StaffActor,
  { search, filters }: ListQuery,
): Promise<{ readonly filter: AuditFilter; readonly notice: string | null }> {
  const values = (name: string) => filters[name] ?? [];
  const widest = values("time").map((time) => HOURS[time] ?? 0);
  const filter: AuditFilter = {
    events: values("event"),
    actors: values("actor"),
    chains: values("customer"),
    connectionIds: values("connection"),
    verdicts: values("verdict"),
    hours: widest.length === 0 ? null : Math.max(...widest),
    day: values("day")[0] ?? null,
    about: null,
  };
  if (search === "") return { filter, notice: null };
  if (search.includes("@")) {
    const person = (await staffPerson(tx, actor, search)) ?? NO_CHAIN;
    const theirs = [`user:${person}`, `staff:${person}`];
    return { filter: { ...filter, actors: bothOf(filter.actors, theirs, `user:${NO_CHAIN}`) }, notice: null };
  }
  const id = search.toLowerCase();
  const customers = filter.chains.filter((chain) => ID.test(chain));
  const match = await staffSearch(tx, actor, search, customers);
  const every = [...new Set([...match.customerIds, ...match.owners])];
  const found = every.slice(0, MOST_CHAINS);
  const isCut = match.areCustomersCut || every.length > MOST_CHAINS;
  const chains = filter.chains.length === 0 ? found : filter.chains.filter((chain) => found.includes(chain));
  const isAbout = ID.test(id) && !match.customerIds.includes(id);
  return {
    filter: {
      ...filter,
      chains: chains.length === 0 ? [NO_CHAIN] : chains,
      ...(isAbout
        ? { about: id }
        : match.ofCustomers.nameStart === null && match.connectionIds.length > 0
          ? { connectionIds: bothOf(filter.connectionIds, match.connectionIds, NO_CHAIN) }
          : {}),
    },
    notice: firstNotice(search, "events", isCut ? ["customer"] : [], { ...match, most: MOST_CHAINS }),
  };
}

/** The values that both the filter and the search mean: all that were found if no value was chosen, and a value that nothing has if none is left. */
function bothOf(chosen: readonly string[], found: readonly string[], nothing: string): readonly string[] {
  if (chosen.length === 0) return found;
  const both = chosen.filter((value) => found.includes(value));
  return both.length === 0 ? [nothing] : both;
}

async function chainViewOf(tx: Transaction, chain: string, name: string): Promise<ChainView | null> {
  const state = await staffChainState(tx, chain);
  if (state === null) return null;
  const { verified, checkpoint } = state;
  const who = verified?.actor.split(":")[1] ?? "";
  const people = await peopleNamed(tx, UUID.test(who) ? [who] : []);
  return {
    chain,
    name,
    lastSeq: state.lastSeq,
    checkpoint: checkpoint === null ? null : { seq: checkpoint.seq, at: checkpoint.at.getTime() },
    verified:
      verified === null
        ? null
        : {
            at: verified.at.getTime(),
            by: actorName(verified.actor, people),
            result: resultOf(verified.attributes["result"]),
            events: Number(verified.attributes["events"] ?? 0),
          },
  };
}

const RESULTS: readonly ChainResult[] = ["intact", "in-part", "broken"];
const resultOf = (stored: unknown): ChainResult => RESULTS.find((result) => result === stored) ?? "broken";

const UUID = /^[0-9a-f]{8}-/;
/** Audit attributes that mean something to a person; the others (run, invitation, grant …) are IDs for programs. */
const SPOKEN = ["role", "reason", "verdict", "minutes", "kind", "entry", "times", "list", "format", "result"];
/**
 * What staff may read of an attribute: a word or a number. An attribute can also be the unique ID of an IAM role (`role` of `logs.answered`) or
 * the name of a role session, which staff may not see, or an ID for programs.
 */
const SPOKEN_VALUE = /^(?!sp-)(?:[a-z][a-z_-]{0,39}|[0-9]{1,9})$/;
const REASONS: readonly { readonly id: string; readonly label: string }[] = [...SUSPENSION_REASONS, ...ROTATION_REASONS];
const ACTION_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(ACTIONS).map(([kind, { menu }]) => [kind, menu]));
/** The stored verdicts that are displayed with other words. */
const VERDICT_WORDS: Readonly<Record<string, string>> = {
  secure: "connected",
  "not-secure": "not secure",
  "access-denied": "access denied",
  lost: "inconclusive",
};

/** Adds to audit rows the current names for their IDs; an erased person is "deleted user". */
export async function auditRowsOf(tx: Transaction, rows: readonly StaffAuditRow[]): Promise<readonly AuditRow[]> {
  const people = await peopleNamed(tx, [
    ...new Set(
      rows.flatMap(({ actor, attributes }) => [actor.split(":")[1] ?? "", text(attributes, "user")]).filter((id) => UUID.test(id)),
    ),
  ]);
  const customerIds = [...new Set(rows.map(({ chain }) => chain).filter((chain) => UUID.test(chain)))];
  const connections = await staffConnectionNames(tx, customerIds, [
    ...new Set(rows.map(({ attributes }) => text(attributes, "connection")).filter((id) => UUID.test(id))),
  ]);
  const invited = await staffInvited(tx, [
    ...new Set(rows.map(({ attributes }) => text(attributes, "invitation")).filter((id) => UUID.test(id))),
  ]);
  return rows.map((row) => ({
    chain: row.chain,
    chainName: row.chainName ?? (row.chain === "partner" ? "Partner" : row.chain),
    seq: row.seq,
    at: row.at.getTime(),
    event: row.event,
    actor: actorName(row.actor, people),
    connection: connections.get(text(row.attributes, "connection")) ?? null,
    subject: [
      people.get(text(row.attributes, "user")),
      invited.get(text(row.attributes, "invitation")),
      ...SPOKEN.map((key) => spoken(row, key)),
    ]
      .filter((part) => part !== undefined && part !== "")
      .join(", "),
  }));
}

const ROLE_WORDS: Readonly<Record<string, string>> = { member: "a member", owner: "an owner", operator: "an operator", admin: "an admin" };

function spoken({ event, attributes }: StaffAuditRow, key: string): string {
  const value = text(attributes, key);
  const word = SPOKEN_VALUE.test(value) ? value : "";
  if (event === "run.started" && key === "reason") return whyStarted(word);
  // Staff choose these from lists, whose texts say more than the stored words.
  if (key === "reason") return lowerFirst(REASONS.find(({ id }) => id === word)?.label ?? word.replaceAll(/[-_]/g, " "));
  if (key === "kind") return lowerFirst(ACTION_NAMES.get(word) ?? word.replaceAll(/[-_]/g, " "));
  if (key === "verdict") return VERDICT_WORDS[word] ?? word;
  // `role` is a person's role in the portal.
  if (key === "role" && word !== "") return `as ${ROLE_WORDS[word] ?? word}`;
  // Denied calls are counted and written as one row.
  if (key === "times" && word !== "") return `${word} times`;
  return word.replaceAll(/[-_]/g, " ");
}

/** The reason of a run, which continues the sentence of its row; the reasons of all other events are stored in plain words. */
function whyStarted(reason: string): string {
  const words = Object.hasOwn(RUN_REASON_WORDS, reason) ? RUN_REASON_WORDS[reason as RunReason] : reason;
  return lowerFirst(words);
}

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

function text(attributes: StaffAuditRow["attributes"], key: string): string {
  const value = attributes[key];
  return value === undefined ? "" : String(value);
}

function actorName(actor: string, people: ReadonlyMap<string, string>): string {
  const [kind = "", who = ""] = actor.split(":");
  if (kind === "system") return who === "cli" ? "command line" : who === "worker" ? "portal" : who;
  return people.get(who) ?? "deleted user";
}
