import type { APIRequestContext, Browser, BrowserContext } from "playwright/test";
import { expect, test } from "#e2e/support/portal-test.ts";
import { signIn } from "#stack/browser/sign-in.ts";
import { ENTRY_POINTS, type EntryPoint, namesAnObject, type Objects, pathOf, type StaffRole } from "./entry-point-table.ts";
import { absentObjects, createForeignRows, objectsOfEachKind } from "./foreign-objects.ts";
import { type Tried, tryEntryPoint } from "./try-entry-point.ts";

const PEOPLE = {
  nobody: null,
  member: "member@acme.example",
  owner: "owner@acme.example",
  support: "support@partner.example",
  operator: "operator@partner.example",
  admin: "admin@partner.example",
  foreignOwner: "owner@globex.example",
} as const;
type Person = keyof typeof PEOPLE;

const portal = () => process.env["E2E_PORTAL_URL"] ?? "http://localhost:3000";
const contexts: Partial<Record<Person, BrowserContext>> = {};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  for (const person of Object.keys(PEOPLE) as Person[]) contexts[person] = await enter(browser, PEOPLE[person]);
  await createForeignRows(as("foreignOwner"), portal());
});
test.afterAll(async () => {
  for (const context of Object.values(contexts)) await context.close();
});

async function enter(browser: Browser, email: string | null): Promise<BrowserContext> {
  const context = await browser.newContext();
  if (email !== null) await signIn(await context.newPage(), portal(), email);
  return context;
}

function as(person: Person): APIRequestContext {
  const context = contexts[person];
  if (context === undefined) throw new Error(`${person} has not entered`);
  return context.request;
}

type CurrentStatus = "may" | "signed-out" | "stranger" | "wrong-role";
const isCustomer = (person: Person) => person === "member" || person === "owner" || person === "foreignOwner";

/** How the table says this person stands to the door. */
function standing(door: EntryPoint, person: Person): CurrentStatus {
  if (door.who === "anybody") return "may";
  if (person === "nobody") return "signed-out";
  const forStaff = Array.isArray(door.who);
  if (forStaff === isCustomer(person)) return "stranger";
  if (forStaff) return door.who.includes(person as StaffRole) ? "may" : "wrong-role";
  return door.who === "owner" && person === "member" ? "wrong-role" : "may";
}

/** The one person who may do most at this door. */
const bestFor = (door: EntryPoint): Person => (door.who === "anybody" ? "nobody" : Array.isArray(door.who) ? "admin" : "owner");

function expectRefusal(door: EntryPoint, tried: Tried, how: Exclude<CurrentStatus, "may">): void {
  if (door.kind === "page") {
    if (how === "signed-out") expect([tried.status, tried.location]).toEqual([307, expect.stringMatching(/^\/sign-in(\?|$)/)]);
    else expect([tried.status, tried.body]).toEqual([404, expect.stringContaining("not found")]);
    return;
  }
  const code = { "signed-out": "signed-out", stranger: "not-found", "wrong-role": "not-allowed" }[how];
  expect(tried.code).toBe(code);
  if (door.kind === "route") expect(tried.status).toBe({ "signed-out": 401, stranger: 404, "wrong-role": 403 }[how]);
}

for (const door of ENTRY_POINTS.filter(({ who }) => who !== "anybody")) {
  test(`only those who may get through: ${door.name}`, async () => {
    const objects = absentObjects();
    for (const person of Object.keys(PEOPLE) as Person[]) {
      const how = standing(door, person);
      if (how === "may") continue;
      await test.step(`${person}: ${how}`, async () =>
        expectRefusal(door, await tryEntryPoint(as(person), portal(), door, { objects }), how));
    }
  });
}

for (const door of ENTRY_POINTS.filter((each) => namesAnObject(each) && (each.who === "member" || each.who === "owner"))) {
  test(`another customer's row answers like none at all: ${door.name}`, async () => {
    const foreign: Objects = await objectsOfEachKind("Globex");
    for (const person of ["owner", "member", "support", "operator", "admin"] as const) {
      await test.step(person, async () => {
        const [theirs, none] = [
          await tryEntryPoint(as(person), portal(), door, { objects: foreign }),
          await tryEntryPoint(as(person), portal(), door, { objects: absentObjects() }),
        ];
        expect([theirs.status, theirs.code]).toEqual([none.status, none.code]);
        if (door.kind === "route") expect(theirs.body).toBe(none.body);
        const how = standing(door, person);
        if (how !== "may") return expectRefusal(door, theirs, how);
        if (door.kind === "page") expect([theirs.status, theirs.body]).toEqual([404, expect.stringContaining("not found")]);
        else expect(theirs.code).toBe("not-found");
      });
    }
  });
}

const OUTSIDE: readonly (readonly [string, Record<string, string>])[] = [
  ["no Origin", {}],
  ["Origin null", { origin: "null" }],
  ["another site", { origin: "https://evil.example" }],
  ["another site that forwards itself", { origin: "https://evil.example", "x-forwarded-host": "evil.example" }],
  ["cross-site without Origin", { "sec-fetch-site": "cross-site" }],
  ["a sibling site", { origin: "https://sibling.example", "sec-fetch-site": "same-site" }],
];

for (const door of ENTRY_POINTS.filter(({ kind, name }) => kind === "action" || (kind === "route" && !name.startsWith("route GET")))) {
  test(`nothing is done for another site: ${door.name}`, async () => {
    for (const [name, headers] of OUTSIDE) {
      await test.step(name, async () => {
        const tried = await tryEntryPoint(as(bestFor(door)), portal(), door, { objects: absentObjects(), headers });
        expect(tried.code === "cross-site" || tried.status >= 400, `${tried.status} ${tried.code} ${tried.location}`).toBe(true);
      });
    }
  });
}

const EXTRA = [{ externalId: "sp-00000000-0000-4000-8000-000000000000" }, { customerId: [] }, { status: "connected" }, { anything: 1 }];
const SHAPES = [1, "text", [], { $ne: 1 }, "x".repeat(60_000)];

const takesJson = ({ kind, name, input }: EntryPoint) =>
  kind === "action" || (kind === "route" && !name.startsWith("route GET") && input !== undefined);

for (const door of ENTRY_POINTS.filter(takesJson)) {
  test(`input that isn't exactly what is asked for is invalid: ${door.name}`, async () => {
    const person = as(bestFor(door));
    for (const extra of EXTRA) {
      expect((await tryEntryPoint(person, portal(), door, { objects: absentObjects(), extra })).code, JSON.stringify(extra)).toBe(
        "invalid",
      );
    }
    for (const raw of SHAPES) {
      const tried = await tryEntryPoint(person, portal(), door, { objects: absentObjects(), raw });
      expect(tried.code, JSON.stringify(raw).slice(0, 40)).toBe("invalid");
    }
  });
}

const VARIANTS: readonly (readonly [string, Record<string, string>])[] = [
  ["as data for the router", { rsc: "1" }],
  ["as a prefetch", { rsc: "1", "next-router-prefetch": "1" }],
  ["as a prefetched segment", { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" }],
  ["as if the proxy had been passed", { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" }],
  ["with a session that isn't one", { cookie: "__Host-session=0123456789abcdef" }],
];

for (const door of ENTRY_POINTS.filter(({ kind, who }) => kind === "page" && who !== "anybody")) {
  test(`no data without a session, however one asks: ${door.name}`, async ({ request }) => {
    const { pathname } = new URL(pathOf(door, absentObjects()), portal());
    for (const path of [`${pathname}.rsc`, `${pathname}.segments/_tree.segment.rsc`, `/_next/data/build${pathname}.json`]) {
      await test.step(path, async () => {
        const answer = await request.get(portal() + path, { maxRedirects: 0, failOnStatusCode: false });
        const body = await answer.text();
        expect([307, 308, 404].includes(answer.status()) || body.includes("/sign-in"), `${answer.status()}`).toBe(true);
        expect(body).not.toMatch(/acme|globex|@partner/i);
      });
    }
    for (const [name, headers] of VARIANTS) {
      await test.step(name, async () => {
        const path = portal() + pathOf(door, absentObjects());
        const answer = await request.get(path, { headers, maxRedirects: 0, failOnStatusCode: false });
        const body = await answer.text();
        expect(answer.status() === 307 || body.includes("/sign-in"), `${answer.status()}`).toBe(true);
        expect(body).not.toMatch(/acme|globex|@partner/i);
      });
    }
  });
}
