import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { type AuditFilter, auditOrder, staffAuditPage, staffChainState, staffPerson } from "#db/queries/staff/staff-audit.ts";
import { staffCustomersById } from "#db/queries/staff/staff-customers.ts";
import { staffSearch } from "#db/queries/staff/staff-search.ts";
import { staffConnectionNames, staffMembers } from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import { firstNotice } from "#lib/staff/lists/cut-notice.ts";
import type { AuditView, ChainResult, ChainView } from "#lib/staff/shared/audit-view.ts";
import { actorName, auditRowsOf } from "./audit-rows.ts";

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
      const [chain] = filter.partnerAbout === null ? filter.chains : ["partner"];
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
        staff: members.map(({ userId, name, email }) => ({
          value: `staff:${userId}`,
          label: name === null ? email : `${email} (${name})`,
        })),
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
 * the beginning of a word in a customer's name. With the partner as the customer, a customer's ID finds what the partner's chain says about it,
 * such as notes and tags.
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
    partnerAbout: null,
  };
  if (search === "") return { filter, notice: null };
  if (search.includes("@")) {
    const person = (await staffPerson(tx, actor, search)) ?? NO_CHAIN;
    const theirs = [`user:${person}`, `staff:${person}`];
    return { filter: { ...filter, actors: bothOf(filter.actors, theirs, `user:${NO_CHAIN}`) }, notice: null };
  }
  const id = search.toLowerCase();
  if (filter.chains.length === 1 && filter.chains[0] === "partner" && (await staffCustomersById(tx, ID.test(id) ? [id] : [])).length > 0)
    return { filter: { ...filter, chains: [], partnerAbout: id }, notice: null };
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

/** A chain that was found broken has an event of its own, without a result. */
const RESULTS: readonly ChainResult[] = ["intact", "in-part", "broken"];
const resultOf = (stored: unknown): ChainResult => RESULTS.find((result) => result === stored) ?? "broken";

const UUID = /^[0-9a-f]{8}-/;
