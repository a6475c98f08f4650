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
  for (const person of Object.keys(PEOPLE) as Person[]) contexts[person] = await signedInContext(browser, PEOPLE[person]);
  await createForeignRows(as("foreignOwner"), portal());
});
test.afterAll(async () => {
  for (const context of Object.values(contexts)) await context.close();
});

async function signedInContext(browser: Browser, email: string | null): Promise<BrowserContext> {
  const context = await browser.newContext();
  if (email !== null) await signIn(await context.newPage(), portal(), email);
  return context;
}

function as(person: Person): APIRequestContext {
  const context = contexts[person];
  if (context === undefined) throw new Error(`${person} is not signed in`);
  return context.request;
}

type Access = "allowed" | "signed-out" | "stranger" | "wrong-role";
const isCustomer = (person: Person) => person === "member" || person === "owner" || person === "foreignOwner";

/** The access that the table gives this person. */
function accessOf(entryPoint: EntryPoint, person: Person): Access {
  if (entryPoint.who === "anybody") return "allowed";
  if (person === "nobody") return "signed-out";
  const forStaff = Array.isArray(entryPoint.who);
  if (forStaff === isCustomer(person)) return "stranger";
  if (forStaff) return entryPoint.who.includes(person as StaffRole) ? "allowed" : "wrong-role";
  return entryPoint.who === "owner" && person === "member" ? "wrong-role" : "allowed";
}

/** The person with the most access to this entry point. */
const bestFor = (entryPoint: EntryPoint): Person =>
  entryPoint.who === "anybody" ? "nobody" : Array.isArray(entryPoint.who) ? "admin" : "owner";

function expectDenied(entryPoint: EntryPoint, tried: Tried, how: Exclude<Access, "allowed">): void {
  if (entryPoint.kind === "page") {
    if (how === "signed-out") expect([tried.status, tried.location]).toEqual([307, expect.stringMatching(/^\/sign-in(\?|$)/)]);
    else expect([tried.status, tried.body]).toEqual([404, expect.stringContaining("not found")]);
    return;
  }
  const code = { "signed-out": "signed-out", stranger: "not-found", "wrong-role": "not-allowed" }[how];
  expect(tried.code).toBe(code);
  if (entryPoint.kind === "route") expect(tried.status).toBe({ "signed-out": 401, stranger: 404, "wrong-role": 403 }[how]);
}

for (const entryPoint of ENTRY_POINTS.filter(({ who }) => who !== "anybody")) {
  test(`only people with access get in: ${entryPoint.name}`, async () => {
    const objects = absentObjects();
    for (const person of Object.keys(PEOPLE) as Person[]) {
      const how = accessOf(entryPoint, person);
      if (how === "allowed") continue;
      await test.step(`${person}: ${how}`, async () =>
        expectDenied(entryPoint, await tryEntryPoint(as(person), portal(), entryPoint, { objects }), how));
    }
  });
}

for (const entryPoint of ENTRY_POINTS.filter((each) => namesAnObject(each) && (each.who === "member" || each.who === "owner"))) {
  test(`another customer's row and a missing row get the same response: ${entryPoint.name}`, async () => {
    const foreign: Objects = await objectsOfEachKind("Globex");
    for (const person of ["owner", "member", "support", "operator", "admin"] as const) {
      await test.step(person, async () => {
        const [theirs, none] = [
          await tryEntryPoint(as(person), portal(), entryPoint, { objects: foreign }),
          await tryEntryPoint(as(person), portal(), entryPoint, { objects: absentObjects() }),
        ];
        expect([theirs.status, theirs.code]).toEqual([none.status, none.code]);
        if (entryPoint.kind === "route") expect(theirs.body).toBe(none.body);
        const how = accessOf(entryPoint, person);
        if (how !== "allowed") return expectDenied(entryPoint, theirs, how);
        if (entryPoint.kind === "page") expect([theirs.status, theirs.body]).toEqual([404, expect.stringContaining("not found")]);
        else expect(theirs.code).toBe("not-found");
      });
    }
  });
}

const CROSS_SITE: readonly (readonly [string, Record<string, string>])[] = [
  ["no Origin", {}],
  ["Origin null", { origin: "null" }],
  ["another site", { origin: "https://evil.example" }],
  ["another site with a forged X-Forwarded-Host", { origin: "https://evil.example", "x-forwarded-host": "evil.example" }],
  ["cross-site without Origin", { "sec-fetch-site": "cross-site" }],
  ["a sibling site", { origin: "https://sibling.example", "sec-fetch-site": "same-site" }],
];

for (const entryPoint of ENTRY_POINTS.filter(
  ({ kind, name }) => kind === "action" || (kind === "route" && !name.startsWith("route GET")),
)) {
  test(`cross-site requests do nothing: ${entryPoint.name}`, async () => {
    for (const [name, headers] of CROSS_SITE) {
      await test.step(name, async () => {
        const tried = await tryEntryPoint(as(bestFor(entryPoint)), portal(), entryPoint, { objects: absentObjects(), headers });
        expect(tried.code === "cross-site" || tried.status >= 400, `${tried.status} ${tried.code} ${tried.location}`).toBe(true);
      });
    }
  });
}

const EXTRA = [{ externalId: "sp-00000000-0000-4000-8000-000000000000" }, { customerId: [] }, { status: "connected" }, { anything: 1 }];
const SHAPES = [1, "text", [], { $ne: 1 }, "x".repeat(60_000)];

const takesJson = ({ kind, name, input }: EntryPoint) =>
  kind === "action" || (kind === "route" && !name.startsWith("route GET") && input !== undefined);

for (const entryPoint of ENTRY_POINTS.filter(takesJson)) {
  test(`input with unknown keys or of another type is invalid: ${entryPoint.name}`, async () => {
    const person = as(bestFor(entryPoint));
    for (const extra of EXTRA) {
      expect((await tryEntryPoint(person, portal(), entryPoint, { objects: absentObjects(), extra })).code, JSON.stringify(extra)).toBe(
        "invalid",
      );
    }
    for (const raw of SHAPES) {
      const tried = await tryEntryPoint(person, portal(), entryPoint, { objects: absentObjects(), raw });
      expect(tried.code, JSON.stringify(raw).slice(0, 40)).toBe("invalid");
    }
  });
}

const VARIANTS: readonly (readonly [string, Record<string, string>])[] = [
  ["as a request for router data", { rsc: "1" }],
  ["as a prefetch", { rsc: "1", "next-router-prefetch": "1" }],
  ["as a prefetched segment", { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" }],
  ["with a forged header that skips the proxy", { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" }],
  ["with an invalid session", { cookie: "__Host-session=0123456789abcdef" }],
];

for (const entryPoint of ENTRY_POINTS.filter(({ kind, who }) => kind === "page" && who !== "anybody")) {
  test(`no form of the request returns data without a session: ${entryPoint.name}`, async ({ request }) => {
    const { pathname } = new URL(pathOf(entryPoint, absentObjects()), portal());
    for (const path of [`${pathname}.rsc`, `${pathname}.segments/_tree.segment.rsc`, `/_next/data/build${pathname}.json`]) {
      await test.step(path, async () => {
        const response = await request.get(portal() + path, { maxRedirects: 0, failOnStatusCode: false });
        const body = await response.text();
        expect([307, 308, 404].includes(response.status()) || body.includes("/sign-in"), `${response.status()}`).toBe(true);
        expect(body).not.toMatch(/acme|globex|@partner/i);
      });
    }
    for (const [name, headers] of VARIANTS) {
      await test.step(name, async () => {
        const path = portal() + pathOf(entryPoint, absentObjects());
        const response = await request.get(path, { headers, maxRedirects: 0, failOnStatusCode: false });
        const body = await response.text();
        expect(response.status() === 307 || body.includes("/sign-in"), `${response.status()}`).toBe(true);
        expect(body).not.toMatch(/acme|globex|@partner/i);
      });
    }
  });
}
