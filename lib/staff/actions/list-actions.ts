import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { peopleNamed } from "#db/queries/people.ts";
import {
  type ActionFilter,
  actionOrder,
  type ItemCount,
  itemOrder,
  type ListedAction,
  type ListedItem,
  staffAction,
  staffActionPage,
  staffItemCounts,
  staffItemPage,
} from "#db/queries/staff/staff-actions.ts";
import { staffPerson } from "#db/queries/staff/staff-audit.ts";
import { staffWorkers } from "#db/queries/staff/staff-overview.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ITEM_GROUPS, type ItemGroup } from "#kernel/staff-action.ts";
import { inconclusiveCause } from "#kernel/verification/inconclusive-causes.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import { type ActionItemRow, type ActionListRow, type ActionView, actionTitle, itemWords } from "#lib/staff/shared/action-view.ts";
import { type ListView, WEAKNESS_LABELS } from "#lib/staff/shared/list-view.ts";
import { sumBy } from "./draft-action.ts";

/** One page of the actions of staff, newest first. */
export function listActions(actor: StaffActor, query: ListQuery): Promise<ListView<ActionListRow>> {
  return inTransaction(
    actor,
    async (tx) => {
      const order = actionOrderOf(query);
      const start = startOf(query, order);
      const page = await staffActionPage(tx, await actionFilterOf(tx, actor, query), order, start.start, PAGE_SIZE);
      return {
        ...{ query, rows: await actionRowsOf(tx, page.rows), ...around(page, start) },
        ...{ total: null, isMore: false, all: 0, facets: [], countedAt: null, names: {} },
      };
    },
    { readOnly: true },
  );
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The filter of the database for a query. The text of a search is the ID of an action, or the email address of who started it. */
export async function actionFilterOf(tx: Transaction, actor: StaffActor, { search, filters }: ListQuery): Promise<ActionFilter> {
  const person = search.includes("@") ? await staffPerson(tx, actor, search) : null;
  const id = search.toLowerCase();
  const found = ID.test(id) ? [id] : person === null ? [] : [person];
  return {
    kinds: filters["kind"] ?? [],
    states: (filters["state"] ?? []) as ActionFilter["states"],
    ids: search === "" ? null : found,
  };
}

/** Newest first; `descending` turns the default order round. */
export const actionOrderOf = ({ descending }: ListQuery) => actionOrder(!descending);

/** Actions as displayed, with the names of the people who started them. */
export async function actionRowsOf(tx: Transaction, actions: readonly ListedAction[]): Promise<readonly ActionListRow[]> {
  const people = await peopleNamed(tx, [...new Set(actions.map(({ madeBy }) => madeBy))]);
  return actions.map((action) => ({
    id: action.id,
    kind: action.kind,
    title: actionTitle(action.kind, touchedOf(action), action.tag),
    state: action.finishedAt === null ? "running" : action.stoppedAt === null ? "finished" : "stopped",
    by: people.get(action.madeBy) ?? "deleted user",
    startedAt: action.startedAt?.getTime() ?? 0,
    reason: action.reason ?? "",
    done: doneOf(action),
    touched: touchedOf(action),
    problems: action.problems,
  }));
}

const touchedOf = ({ items, skipped }: ListedAction) => items - skipped;
const doneOf = ({ items, skipped, waiting, running, stopped }: ListedAction) => items - skipped - waiting - running - stopped;

/** An action with one page of its items, problems first; null if there is none, or if it is the draft of a colleague. */
export function findAction(actor: StaffActor, id: string, query: ListQuery): Promise<ActionView | null> {
  return inTransaction(
    actor,
    async (tx) => {
      const action = await staffAction(tx, actor, id);
      if (action === null) return null;
      const people = await peopleNamed(tx, [action.madeBy, ...(action.stoppedBy === null ? [] : [action.stoppedBy])]);
      const order = itemOrder(id);
      const start = startOf(query, order);
      const group = groupOf(query);
      const page = await staffItemPage(tx, group, order, start.start, PAGE_SIZE);
      const counts = await staffItemCounts(tx, id);
      const groups = groupCounts(counts);
      const total = group === "all" ? action.items : groups[group];
      const { active } = await staffWorkers(tx);
      return {
        ...{ id, kind: action.kind, category: action.category, tag: action.tag, reason: action.reason ?? "" },
        title: actionTitle(action.kind, touchedOf(action), action.tag),
        state: stateOf(action),
        by: people.get(action.madeBy) ?? "deleted user",
        startedAt: action.startedAt?.getTime() ?? null,
        finishedAt: action.finishedAt?.getTime() ?? null,
        stoppedAt: action.stoppedAt?.getTime() ?? null,
        stoppedBy: action.stoppedBy === null ? null : (people.get(action.stoppedBy) ?? "deleted user"),
        touched: touchedOf(action),
        done: doneOf(action),
        counts: groups,
        results: resultsOf(counts),
        isWorkerSilent: active === 0,
        list: {
          ...{ query, rows: page.rows.map(itemRowOf), ...around(page, start), total, isMore: false, all: action.items },
          ...{ facets: [], countedAt: null, names: {} },
        },
      };
    },
    { readOnly: true },
  );
}

/** The items that an address asks for: all of them without a filter. */
export function groupOf({ filters }: ListQuery): ItemGroup {
  return ITEM_GROUPS.find((group) => group === filters["show"]?.[0]) ?? "all";
}

function stateOf({ startedAt, finishedAt, stoppedAt }: ListedAction): ActionView["state"] {
  if (startedAt === null) return "draft";
  if (finishedAt !== null) return stoppedAt === null ? "finished" : "stopped";
  return stoppedAt === null ? "running" : "stopping";
}

const FINISHED: readonly string[] = ["done", "failed", "refused"];
const isProblem = ({ state, word }: Pick<ItemCount, "state" | "word">) =>
  state === "failed" || state === "refused" || (state === "done" && word !== null && word !== "secure");

function groupCounts(counts: readonly ItemCount[]): ActionView["counts"] {
  const sum = (matches: (count: ItemCount) => boolean) => counts.reduce((total, one) => (matches(one) ? total + one.count : total), 0);
  return {
    done: sum(({ state }) => FINISHED.includes(state)),
    changed: sum(({ isChanged }) => isChanged),
    problems: sum(isProblem),
    waiting: sum(({ state }) => state === "waiting" || state === "running"),
    skipped: sum(({ state }) => state === "skipped" || state === "stopped"),
  };
}

function resultsOf(counts: readonly ItemCount[]): ActionView["results"] {
  const finished = counts.filter(({ state }) => FINISHED.includes(state));
  const tallies = (problems: boolean) =>
    sumBy(finished.filter((one) => isProblem(one) === problems).map(({ word, count }) => ({ word: word ?? "done", count }))).map(
      (tally) => ({ ...tally, isProblem: problems }),
    );
  return [...tallies(false), ...tallies(true)];
}

/** An item as displayed. */
export function itemRowOf(item: ListedItem): ActionItemRow {
  const { requestedAt, finishedAt, outcome, ...row } = item;
  return {
    ...row,
    detail: detailOf(item),
    tookMs: item.runId === null || requestedAt === null || finishedAt === null ? null : finishedAt.getTime() - requestedAt.getTime(),
    finishedAt: finishedAt?.getTime() ?? null,
  };
}

/** The weakness that was found or why a verification was inconclusive; otherwise the words of the item. */
function detailOf({ state, word, outcome }: ListedItem): string {
  if (state === "done" && word === "not-secure") return WEAKNESS_LABELS[outcome ?? ""] ?? "";
  if (state === "done" && word === "inconclusive") return inconclusiveCause(outcome);
  return word === null || state === "done" ? "" : itemWords(word);
}
