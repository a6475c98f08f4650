import type { Action } from "#kernel/action.ts";
import { type ListQuery, type ListSpec, listParams, readListQuery } from "#lib/lists/shared/list-query.ts";
import { ALERT_LIST } from "./alert-view.ts";
import { AUDIT_LIST } from "./audit-view.ts";
import { CONNECTION_LIST, CUSTOMER_LIST } from "./list-view.ts";
import { PERSON_LIST, RUN_LIST } from "./people-view.ts";

/** The lists whose filters can be saved under a name. */
export const VIEWED_LISTS = {
  customers: CUSTOMER_LIST,
  connections: CONNECTION_LIST,
  people: PERSON_LIST,
  runs: RUN_LIST,
  alerts: ALERT_LIST,
  audit: AUDIT_LIST,
} as const satisfies Readonly<Record<string, ListSpec>>;
export type ViewedList = keyof typeof VIEWED_LISTS;

/** A view that a member of staff saved. */
export interface SavedView {
  readonly id: string;
  readonly list: ViewedList;
  readonly name: string;
  /** The query of the list's address. */
  readonly params: string;
  /** All staff see it. */
  readonly shared: boolean;
  readonly revision: number;
}

/** A view that every list has. */
export interface BuiltInView {
  readonly name: string;
  readonly params: string;
}

/** The first is the list without filters. */
export const BUILT_IN_VIEWS: Readonly<Record<ViewedList, readonly BuiltInView[]>> = {
  customers: [
    { name: "All customers", params: "" },
    { name: "Need attention", params: "status=quarantined%2Caccess_denied%2Cexpired" },
    { name: "Onboarding", params: "status=draft%2Cnone" },
  ],
  connections: [
    { name: "All connections", params: "" },
    { name: "Need attention", params: "status=quarantined%2Caccess_denied%2Cexpired" },
    { name: "Verification expired", params: "status=expired" },
    { name: "Draft", params: "status=draft" },
  ],
  people: [
    { name: "All people", params: "" },
    { name: "Owners", params: "role=owner" },
    { name: "Open invitations", params: "status=invited" },
  ],
  runs: [
    { name: "All verifications", params: "" },
    { name: "Not secure", params: "verdict=not-secure" },
    { name: "Access denied", params: "verdict=access-denied" },
    { name: "Requested by staff", params: "reason=staff" },
  ],
  alerts: [
    { name: "Open", params: "" },
    { name: "Needs staff", params: "step=staff" },
    { name: "Mine", params: "mine=yes" },
    { name: "Snoozed", params: "state=snoozed" },
    { name: "Resolved", params: "state=resolved" },
  ],
  audit: [{ name: "All events", params: "" }],
};

export const LONGEST_VIEW_NAME = 40;
export const LONGEST_VIEW_PARAMS = 2000;

/** What is saved of a query: not the page, and not the view that it was opened with. */
export function viewParams(spec: ListSpec, query: Omit<ListQuery, "ignored" | "notExported">): string {
  return String(listParams(spec, { ...query, place: null, view: null }));
}

/** The query of a saved view, in this version of the list. What the list does not know any more is in `ignored`. */
export function queryOfView(spec: ListSpec, { params, id }: Pick<SavedView, "params"> & { readonly id?: string }): ListQuery {
  return { ...readListQuery(spec, Object.fromEntries(new URLSearchParams(params))), view: id ?? null };
}

/** The address of a saved view. Parts that the list does not know stay, so that the page names them. */
export function viewAddress(spec: ListSpec, { params, id }: Pick<SavedView, "params"> & { readonly id?: string }): string {
  const all = new URLSearchParams(params);
  if (id !== undefined) all.set("view", id);
  const text = String(all);
  return text === "" ? spec.path : `${spec.path}?${text}`;
}

/** Saves a new view, or, with an ID, changes one that is still at this revision. */
export type SaveView = Action<
  {
    list: ViewedList;
    name: string;
    params: string;
    shared: boolean;
    change: { id: string; revision: number } | null;
  },
  { readonly id: string }
>;
export type DeleteView = Action<{ id: string }, null>;

/** The views of a list, and what saves them. */
export interface ListViews {
  readonly list: ViewedList;
  readonly builtIn: readonly (BuiltInView & Counted)[];
  readonly saved: readonly (SavedView & Counted)[];
  /** Whether this person may save views for all staff. */
  readonly mayShare: boolean;
  readonly save: SaveView;
  readonly remove: DeleteView;
}

interface Counted {
  /** How many rows it shows; null if that is not counted. */
  readonly count: number | null;
}

export type ShownView = (BuiltInView | SavedView) & Counted;

export const isSaved = (view: ShownView): view is SavedView & Counted => "id" in view;

/** The view that the address names; without one, the first whose filters, order and columns are those of the page. */
export function activeView(views: Pick<ListViews, "builtIn" | "saved">, spec: ListSpec, query: ListQuery): ShownView | null {
  const named = views.saved.find(({ id }) => id === query.view);
  if (named !== undefined) return named;
  const params = viewParams(spec, query);
  const all: readonly ShownView[] = [...views.builtIn, ...views.saved];
  return all.find((view) => viewParams(spec, queryOfView(spec, { params: view.params })) === params) ?? null;
}

/** Whether a saved view has other filters, order or columns than the page. */
export function isChangedView(spec: ListSpec, view: SavedView, query: ListQuery): boolean {
  return viewParams(spec, queryOfView(spec, view)) !== viewParams(spec, query);
}
