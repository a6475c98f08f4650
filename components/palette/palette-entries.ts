import { entryPointsFor } from "#components/frame/sections.ts";
import {
  hasAllWords,
  MOST_OF_KIND,
  PALETTE_KINDS,
  type PaletteAnswer,
  type PaletteMatch,
  type PaletteRecent,
  paletteWords,
} from "#kernel/palette/palette-view.ts";
import { requiresRole } from "#kernel/people/role-words.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";

/** One line of the palette. */
export interface PaletteEntry {
  readonly id: string;
  readonly icon: "page" | "action" | PaletteMatch["kind"];
  readonly text: string;
  readonly detail: string;
  readonly status: ConnectionStatus | "suspended" | null;
  /** Why it can't be chosen; null if it can. */
  readonly unavailable: string | null;
  readonly goTo: { readonly href: string } | { readonly customerId: string };
  /** What the browser remembers when it is chosen. */
  readonly remembered: PaletteRecent | null;
}

export interface PaletteGroup {
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

const TITLES: readonly (readonly [PaletteMatch["kind"], string])[] = [
  ["customer", "Customers"],
  ["connection", "Connections"],
  ["person", "People"],
  ["log-group", "Log groups"],
  ["saved-search", "Saved searches"],
  ["saved-query", "Saved queries"],
  ["saved-view", "Saved views"],
];

/**
 * What the palette lists for a text: what the portal found (null while it is not known), then actions and pages, which need no portal.
 * Without a text: what was opened before, then the pages. Of an answer to another text only what has the words of this one is listed, so that
 * Enter never opens what a person did not mean.
 */
export function paletteGroups(
  viewer: ViewerView,
  text: string,
  answer: PaletteAnswer | null,
  isAnswerToText = true,
): readonly PaletteGroup[] {
  const words = paletteWords(text);
  const fits = (entry: { readonly text: string }) => isAnswerToText || (words.length > 0 && hasAllWords(entry.text, words));
  const matches = (answer?.matches ?? []).filter(fits).map(entryOfMatch);
  const pages = pagesOf(viewer).filter(({ text: name, detail }) => hasAllWords(`${name} ${detail}`, words));
  if (words.length === 0)
    return withEntries([
      { title: "Recent", entries: matches },
      {
        title: viewer.kind === "staff" ? "Saved views" : "Saved searches and queries",
        entries: isAnswerToText ? (answer?.saved ?? []).map(entryOfMatch) : [],
      },
      { title: "Pages", entries: pages },
    ]);
  const acts = [...(answer?.acts ?? []).filter(fits).map(entryOfAct), ...ownActs(viewer).filter((act) => hasAllWords(act.text, words))];
  const switches = customersOf(viewer).filter((entry) => hasAllWords(entry.text, words));
  return withEntries([
    ...orderOf(viewer, answer).map(([kind, title]) => ({ title, entries: matches.filter(({ icon }) => icon === kind) })),
    { title: "Switch company", entries: switches },
    { title: "Actions", entries: acts },
    { title: "Pages", entries: pages },
    { title: "Search", entries: listsOf(viewer, text.trim()) },
  ]);
}

/** For staff the kind of the best match comes first: Enter opens the connection that has an ID, not its customer. */
function orderOf(viewer: ViewerView, answer: PaletteAnswer | null): typeof TITLES {
  if (viewer.kind !== "staff") return TITLES;
  const best = answer?.matches[0]?.kind;
  return [...TITLES.filter(([kind]) => kind === best), ...TITLES.filter(([kind]) => kind !== best)];
}

const withEntries = (groups: readonly PaletteGroup[]) => groups.filter(({ entries }) => entries.length > 0);

function entryOfMatch({ kind, id, text, detail, status, href }: PaletteMatch): PaletteEntry {
  return {
    ...{ id: `${kind}:${id ?? `${href} ${detail}`}`, icon: kind, text, detail, status, unavailable: null, goTo: { href } },
    remembered: recentOf(kind, id),
  };
}

/** Only what has an ID of its own is remembered. */
function recentOf(kind: PaletteMatch["kind"], id: string | null): PaletteRecent | null {
  const known = PALETTE_KINDS.find((each) => each === kind);
  return known === undefined || id === null ? null : { kind: known, id };
}

type Line = Pick<PaletteEntry, "id" | "text"> & Partial<Pick<PaletteEntry, "detail" | "unavailable">> & { readonly href: string };

const lineOf = (icon: "page" | "action", { id, text, href, detail = "", unavailable = null }: Line): PaletteEntry => ({
  ...{ id: `${icon}:${id}`, icon, text, detail, status: null, unavailable, goTo: { href }, remembered: null },
});

const entryOfAct = (act: PaletteAnswer["acts"][number]) => lineOf("action", act);

const CUSTOMER_PAGES = [
  { id: "cross-query", text: "Query several connections", href: "/logs/query" },
  { id: "members", text: "Members", href: "/settings?tab=members" },
  { id: "emails", text: "Emails", href: "/settings?tab=emails" },
  { id: "company", text: "Company and session length", href: "/settings?tab=company" },
  { id: "sessions", text: "Sign-in sessions", href: "/settings/sessions" },
];
const STAFF_PAGES = [{ id: "sessions", text: "Sign-in sessions", href: "/admin/sessions" }];

function pagesOf(viewer: ViewerView): readonly PaletteEntry[] {
  const sections = entryPointsFor(viewer).map(({ section, text, href }) => ({ id: section, text, href }));
  return [...sections, ...(viewer.kind === "staff" ? STAFF_PAGES : CUSTOMER_PAGES)].map((page) => lineOf("page", page));
}

/** Actions that are about no connection and no customer. */
function ownActs(viewer: ViewerView): readonly PaletteEntry[] {
  if (viewer.kind === "staff") {
    const operators = viewer.role === "support" ? requiresRole("operator", "admin") : null;
    const admins = viewer.role === "admin" ? null : requiresRole("admin");
    return [
      lineOf("action", {
        id: "invite-customer",
        text: "Invite a customer",
        href: "/admin/customers?action=invite",
        unavailable: operators,
      }),
      lineOf("action", {
        id: "invite-staff",
        text: "Invite a colleague to the staff",
        href: "/admin/staff?action=invite",
        unavailable: admins,
      }),
    ];
  }
  const unavailable = viewer.suspended ? "Your company is suspended" : viewer.role === "owner" ? null : "Only owners can do this";
  return [
    lineOf("action", { id: "connect", text: "Connect an AWS account", href: "/connections/new", unavailable }),
    lineOf("action", { id: "invite", text: "Invite a colleague", href: "/settings?action=invite", unavailable }),
  ];
}

/** The other customers of a person who belongs to several. */
function customersOf(viewer: ViewerView): readonly PaletteEntry[] {
  if (viewer.kind === "staff") return [];
  return viewer.customers
    .filter(({ id }) => id !== viewer.customerId)
    .map(({ id, name }) => ({
      ...{ id: `switch:${id}`, icon: "customer" as const, text: name, detail: "", status: null, unavailable: null },
      ...{ goTo: { customerId: id }, remembered: null },
    }))
    .slice(0, MOST_OF_KIND * 2);
}

/** The lists of staff find more than the palette: any number, also by people and requests. */
function listsOf(viewer: ViewerView, text: string): readonly PaletteEntry[] {
  if (viewer.kind !== "staff") return [];
  const words = new URLSearchParams({ q: text });
  return ["customers", "connections", "people"].map((list) =>
    lineOf("page", { id: `find-${list}`, text: `Find “${text}” in ${list}`, href: `/admin/${list}?${words}` }),
  );
}

/** A part of a text, and whether a word of the search is in it. */
export interface TextPart {
  readonly text: string;
  readonly matches: boolean;
}

/** The parts of a text that the words of a search match, and those between them. */
export function matchedParts(text: string, search: string): readonly TextPart[] {
  const lower = text.toLowerCase();
  const marked = new Array<boolean>(text.length).fill(false);
  // Lowercase can have another length, as of "İ"; then the places would be wrong.
  const words = lower.length === text.length ? paletteWords(search) : [];
  for (const word of words)
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) marked.fill(true, at, at + word.length);
  const parts: { text: string; matches: boolean }[] = [];
  for (const [n, sign] of text.split("").entries()) {
    const last = parts.at(-1);
    if (last !== undefined && last.matches === marked[n]) last.text += sign;
    else parts.push({ text: sign, matches: marked[n] === true });
  }
  return parts;
}
