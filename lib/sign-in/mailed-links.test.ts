import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { configurePools } from "#db/pools.ts";
import { arrangeCustomer, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import { signInLinkToken } from "#kernel/people/sign-in-link.ts";
import { Secret } from "#kernel/process/secret.ts";
import { browserHashOf, linkOrigin, MailedLink, purgeOldLinks, redeemLink, requestLink } from "./mailed-links.ts";

const SECRET = new Secret("a secret that is at least thirty-two bytes");
const HERE = browserHashOf("the browser that requested it");
const ELSEWHERE = browserHashOf("another browser");
let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
beforeAll(async () => {
  database = await createFakeTimeDatabase();
  const { signin, worker } = database.urls;
  configurePools({ signin, worker });
});
afterAll(() => database.drop());

const owner = () => database.pool("owner");
const request = (address: string, returnPath = "/") => requestLink(SECRET, { address, browser: HERE, returnPath });
const unique = () => `${randomUUID()}@acme.example`;

async function member(): Promise<string> {
  const email = unique();
  await arrangeMember(owner(), await arrangeCustomer(owner()), { email });
  return email;
}

const linksOf = async (email: string) =>
  (
    await owner().query<{ id: string; used: boolean }>(
      "select id, used_at is not null as used from verification_tokens where identifier = $1",
      [email],
    )
  ).rows;
const jobsOf = async (email: string) =>
  (
    await owner().query(
      "select j.name, j.data, j.retry_limit, j.dead_letter from pgboss.job j join verification_tokens v on j.data = jsonb_build_object('link', v.id) where v.identifier = $1",
      [email],
    )
  ).rows;

/** The link in the email of the newest request. */
async function linkOf(email: string): Promise<MailedLink> {
  const id = (await linksOf(email)).at(-1)?.id ?? "";
  return MailedLink.parse({ email, token: signInLinkToken(SECRET, id).reveal() });
}

test("an address that was sent three links gets the next one after exactly ten minutes; used links count", async () => {
  const email = await member();
  for (let n = 0; n < 4; n++) await request(email);
  expect(await linksOf(email)).toHaveLength(3);
  expect(await redeemLink(await linkOf(email), { browser: HERE, confirmed: false })).not.toBeNull();
  await request(email);
  expect(await linksOf(email)).toHaveLength(3);
  await database.time.pass("9 minutes 59 s");
  await request(email);
  expect((await linksOf(email)).filter(({ used }) => used)).toHaveLength(1);
  await database.time.pass("1 s");
  await request(email);
  expect(await linksOf(email)).toEqual([{ id: expect.any(String), used: false }]);
});

test("many concurrent requests get three links and three jobs", async () => {
  const email = await member();
  await Promise.all(Array.from({ length: 12 }, () => request(email)));
  expect(await linksOf(email)).toHaveLength(3);
  expect(await jobsOf(email)).toHaveLength(3);
});

test("a known address, an unknown one and a staff member's cause the same statements and the same jobs", async () => {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  const staff = unique();
  await arrangeStaff(owner(), { email: staff });
  const done = [];
  for (const address of [await member(), unique(), staff]) {
    sent.mockClear();
    for (let n = 0; n < 4; n++) await request(address);
    const statements = sent.mock.calls.map(([query]) => (typeof query === "string" ? query : (query as unknown as { text: string }).text));
    done.push({ statements, jobs: (await jobsOf(address)).map(({ data, ...job }) => ({ ...job, names: Object.keys(data) })) });
  }
  sent.mockRestore();
  expect(done[0]?.statements.filter((text) => text.includes("request_link"))).toHaveLength(4);
  expect(done[0]?.jobs).toHaveLength(3);
  expect(done[1]).toEqual(done[0]);
  expect(done[2]).toEqual(done[0]);
});

test("text that is not an address stores nothing", async () => {
  for (const address of ["", "nobody", "a@b.example,c@evil.example", `${"a".repeat(250)}@b.example`]) await request(address);
  const { rows } = await owner().query("select 1 from verification_tokens where identifier !~ '^[0-9a-f-]{36}@acme.example$'");
  expect(rows).toEqual([]);
});

test("a link works in the browser that requested it, once", async () => {
  const email = await member();
  await request(email);
  const link = await linkOf(email);
  expect(await linkOrigin(link, HERE)).toBe("same-browser");
  expect(await linkOrigin(link, HERE)).toBe("same-browser");
  expect(await redeemLink(link, { browser: HERE, confirmed: false })).toMatchObject({ identifier: email });
  expect(await linkOrigin(link, HERE)).toBeNull();
  expect(await redeemLink(link, { browser: HERE, confirmed: true })).toBeNull();
});

test.each([
  ["another browser", ELSEWHERE],
  ["a browser that requested none", null],
])("in %s a link does nothing until its reader confirms the account", async (_name, browser) => {
  const email = await member();
  await request(email);
  const link = await linkOf(email);
  expect(await linkOrigin(link, browser)).toBe("other-browser");
  expect(await redeemLink(link, { browser, confirmed: false })).toBeNull();
  expect(await linkOrigin(link, browser)).toBe("other-browser");
  expect(await redeemLink(link, { browser, confirmed: true })).toMatchObject({ identifier: email });
});

test("a link for another address, with another key or after ten minutes does not work, and an expired one is deleted", async () => {
  const email = await member();
  await request(email);
  const link = await linkOf(email);
  for (const altered of [
    { ...link, email: MailedLink.shape.email.parse(await member()) },
    { ...link, token: "0".repeat(64) },
  ]) {
    expect(await linkOrigin(altered, HERE)).toBeNull();
    expect(await redeemLink(altered, { browser: HERE, confirmed: true })).toBeNull();
  }
  await database.time.pass("10 minutes");
  expect(await linkOrigin(link, HERE)).toBeNull();
  expect(await redeemLink(link, { browser: HERE, confirmed: true })).toBeNull();
  expect(await purgeOldLinks({ kind: "system", task: "worker" })).toBeGreaterThan(0);
  expect((await owner().query("select 1 from verification_tokens where expires <= now()")).rows).toEqual([]);
});

test("neither the link nor the browser's cookie is in the database", async () => {
  const email = await member();
  await request(email);
  const { token } = await linkOf(email);
  const { rows } = await owner().query(
    "select v::text, (select string_agg(j.data::text, ' ') from pgboss.job j) from verification_tokens v",
  );
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(JSON.stringify(rows)).not.toContain("the browser that requested it");
});
