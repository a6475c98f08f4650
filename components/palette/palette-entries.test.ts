import { expect, test } from "vitest";
import type { PaletteAnswer } from "#kernel/palette/palette-view.ts";
import type { CustomerViewer, StaffViewer } from "#lib/sign-in/shared/viewer-view.ts";
import { matchedParts, paletteGroups } from "./palette-entries.ts";

const facts = { sandbox: false, version: "1" };
const member: CustomerViewer = {
  ...{ ...facts, kind: "customer", email: "member@acme.example", role: "member", customerId: "1", customerName: "Acme" },
  ...{ suspended: false, quarantined: 0 },
  customers: [
    { id: "1", name: "Acme" },
    { id: "2", name: "Globex" },
  ],
};
const staff: StaffViewer = { ...facts, kind: "staff", email: "support@partner.example", role: "support" };
const ANSWER: PaletteAnswer = {
  saved: [{ kind: "saved-view", id: null, text: "Late", detail: "Connections", status: null, href: "/d" }],
  matches: [
    { kind: "log-group", id: null, text: "/app/api", detail: "Production", status: null, href: "/a" },
    { kind: "connection", id: "7", text: "Apple", detail: "", status: "connected", href: "/b" },
  ],
  acts: [{ id: "remove:7", text: "Remove Apple", detail: "", href: "/c", unavailable: "Only owners can do this" }],
};
const titles = (groups: ReturnType<typeof paletteGroups>) => groups.map(({ title }) => title);
const texts = (groups: ReturnType<typeof paletteGroups>, of: string) =>
  groups.find(({ title }) => title === of)?.entries.map(({ text }) => text) ?? [];

test("a member's own action stays visible with the reason why they can't run it", () => {
  const [actions] = paletteGroups(member, "connect an", null).filter(({ title }) => title === "Actions");
  expect(actions?.entries).toEqual([expect.objectContaining({ text: "Connect an AWS account", unavailable: "Only owners can do this" })]);
  const [ofOwner] = paletteGroups({ ...member, role: "owner" }, "connect an", null).filter(({ title }) => title === "Actions");
  expect(ofOwner?.entries[0]?.unavailable).toBeNull();
  const [suspended] = paletteGroups({ ...member, role: "owner", suspended: true }, "invite", null);
  expect(suspended?.entries[0]?.unavailable).toBe("Your company is suspended");
});

test("customers get no page of staff, and staff none of customers", () => {
  const hrefs = (viewer: CustomerViewer | StaffViewer) =>
    paletteGroups(viewer, "", null).flatMap(({ entries }) => entries.map(({ goTo }) => ("href" in goTo ? goTo.href : "")));
  expect(hrefs(member).filter((href) => href.startsWith("/admin"))).toEqual([]);
  expect(hrefs(staff).filter((href) => !href.startsWith("/admin"))).toEqual([]);
});

test("while a search is running, only what has the words of the new text stays, so that Enter opens nothing else", () => {
  const listed = (text: string) => paletteGroups(member, text, ANSWER, false).flatMap(({ entries }) => entries.map((entry) => entry.text));
  expect(listed("appl")).toEqual(["Apple", "Remove Apple"]);
  expect(listed("zzz")).toEqual([]);
  expect(paletteGroups(member, "", ANSWER, false).map(({ title }) => title)).toEqual(["Pages"]);
});

test("without a text, the recent places come first, then all pages", () => {
  expect(titles(paletteGroups(member, "", { ...ANSWER, saved: [] }))).toEqual(["Recent", "Pages"]);
  expect(titles(paletteGroups(staff, "", ANSWER))).toEqual(["Recent", "Saved views", "Pages"]);
  expect(titles(paletteGroups(member, " ", null))).toEqual(["Pages"]);
});

test("results are grouped by kind, in one order; groups without entries are left out", () => {
  expect(titles(paletteGroups(member, "app", ANSWER))).toEqual(["Connections", "Log groups", "Actions"]);
  expect(paletteGroups(member, "zzz", null)).toEqual([]);
});

test("the kind of the best match is listed first, so that Enter opens the connection which has the ID", () => {
  const of = (...kinds: readonly ("customer" | "connection")[]): PaletteAnswer => ({
    matches: kinds.map((kind) => ({ kind, id: null, text: kind, detail: "", status: null, href: `/${kind}` })),
    saved: [],
    acts: [],
  });
  expect(titles(paletteGroups(staff, "1234", of("connection", "customer"))).slice(0, 2)).toEqual(["Connections", "Customers"]);
  expect(titles(paletteGroups(staff, "1234", of("customer", "connection"))).slice(0, 2)).toEqual(["Customers", "Connections"]);
});

test("a person of several customers can switch to the others", () => {
  expect(texts(paletteGroups(member, "glob", null), "Switch company")).toEqual(["Globex"]);
  expect(texts(paletteGroups(member, "acme", null), "Switch company")).toEqual([]);
});

test("staff can continue in a list, which finds more than the palette", () => {
  expect(texts(paletteGroups(staff, " north ", null), "Search")).toEqual([
    "Find “north” in customers",
    "Find “north” in connections",
    "Find “north” in people",
  ]);
});

test("only what has an ID is remembered", () => {
  const remembered = paletteGroups(member, "app", ANSWER).flatMap(({ entries }) => entries.map((entry) => entry.remembered));
  expect(remembered).toEqual([{ kind: "connection", id: "7" }, null, null]);
});

test.each([
  [
    "Northwind Freight",
    "north",
    [
      ["North", true],
      ["wind Freight", false],
    ],
  ],
  [
    "mara@northwind.example",
    "NORTH",
    [
      ["mara@", false],
      ["north", true],
      ["wind.example", false],
    ],
  ],
  [
    "Rotate External ID of North",
    "rot north",
    [
      ["Rot", true],
      ["ate External ID of ", false],
      ["North", true],
    ],
  ],
  ["Production", "", [["Production", false]]],
  [
    "aXbX",
    "x",
    [
      ["a", false],
      ["X", true],
      ["b", false],
      ["X", true],
    ],
  ],
  // Lowercase has one more character, so nothing is marked rather than the wrong characters.
  ["İstanbul north", "north", [["İstanbul north", false]]],
] as const)("the parts of %j that %j matches are marked", (text, search, parts) => {
  expect(matchedParts(text, search).map((part) => [part.text, part.matches])).toEqual(parts);
});
