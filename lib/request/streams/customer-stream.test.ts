import { setImmediate as turn } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { arrangeCustomer, arrangeMember, arrangeSession } from "#db/testing/arrange.ts";
import { askRaw, type RawReader } from "#db/testing/ask-raw.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { fail, ok } from "#kernel/result.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";
import { type RouteServer, requestAtHand, serveRoute } from "#lib/request/testing/serve-route.ts";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { broken, stoppable } from "#lib/request/testing/stream-parts.ts";
import { customerStream } from "./customer-stream.ts";
import { watchResponses } from "./node-responses.ts";
import { openStreams } from "./open-streams.ts";

// Replaces the Next.js request, which only a running server has; the database, sockets and bodies are real.
vi.mock("server-only", () => ({}));
vi.mock("next/server", () => ({ after: () => undefined }));
vi.mock("next/headers", () => ({
  headers: async () => requestAtHand.getStore()?.headers,
  cookies: async () => ({ get: () => ({ value: requestAtHand.getStore()?.token }) }),
}));

const clock = fakeClock();
const PART = "x".repeat(100_000);
const made = { parts: 0, ended: 0 };
const Input = z.strictObject({ as: z.enum(["events", "file", "quiet", "broken", "refused", "thrown", "stoppable"]) });

async function* endless(signal: AbortSignal) {
  try {
    for (; !signal.aborted; made.parts++) yield PART;
  } finally {
    made.ended += 1;
  }
}
async function* quiet(signal: AbortSignal) {
  yield "first";
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  made.ended += 1;
}
const verb = customerStream(
  Input,
  async ({ input, signal, isStopping }) => {
    if (input.as === "refused") return fail("conflict", "Not now.");
    if (input.as === "thrown") throw new Error("secret-2");
    if (input.as === "file") return ok({ parts: endless(signal), file: { "content-type": "text/csv" } });
    if (input.as === "stoppable") return ok({ parts: stoppable(isStopping), file: { "content-type": "text/csv" } });
    const parts = { events: () => endless(signal), quiet: () => quiet(signal), broken }[input.as];
    return ok({ parts: parts() });
  },
  { clock },
);

let database: TestDatabase;
let server: RouteServer;
let customer: CustomerId;
let readers: RawReader[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  setWebEnvironment(database.urls);
  openStreams(clock);
  watchResponses(clock);
  customer = await arrangeCustomer(database.pool("owner"));
  server = await serveRoute(verb, {});
});
afterAll(async () => {
  await server.close();
  await database.drop();
});
afterEach(async () => {
  for (const { socket } of readers) socket.destroy();
  readers = [];
  await expect.poll(() => [openStreams().size, server.responses.length]).toEqual([0, 0]);
  clock.pass(10_000);
});

async function somebody(of = customer) {
  const id = await arrangeMember(database.pool("owner"), of);
  return { id, token: await sessionOf(id) };
}

async function sessionOf(person: UserId): Promise<string> {
  return (await arrangeSession(database.pool("owner"), person)).token;
}

async function ask({ token }: { readonly token: string }, as: z.output<typeof Input>["as"]): Promise<RawReader> {
  const reader = await askRaw(server.port, { origin: APP_URL, cookie: `${SESSION_COOKIE}=${token}`, path: `/?as=${as}` });
  readers.push(reader);
  return reader;
}

/** Sends a request and reads nothing: resolves when the socket buffers are full and the source is not asked for more. */
async function stalled(person: { readonly token: string }, as: "events" | "file"): Promise<RawReader> {
  const before = new Set(server.responses);
  const reader = await ask(person, as);
  await expect.poll(() => server.responses.some((response) => !before.has(response) && response.writableNeedDrain)).toBe(true);
  return reader;
}

/** Lets time pass in steps, so that periodic checks run. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) {
    clock.pass(1000);
    for (let n = 0; n < 5; n++) await turn();
  }
}

test("a reader who stops costs one part: no further part is created until they continue", async () => {
  const reader = await stalled(await somebody(), "events");
  const before = made.parts;
  await pass(8000);
  for (let n = 0; n < 200; n++) await turn();
  expect(made.parts).toBe(before);
  reader.socket.resume();
  await expect.poll(() => made.parts).toBeGreaterThan(before);
});

test.each(["events", "file"] as const)("a socket that has not drained for 60 seconds is cut: %s", async (as) => {
  const { ended } = made;
  const reader = await stalled(await somebody(), as);
  await pass(58_000);
  expect(server.responses).toHaveLength(1);
  await pass(12_000);
  await reader.closed();
  await expect.poll(() => made.ended).toBe(ended + 1);
});

test("a slow reader is not disconnected", async () => {
  const reader = await stalled(await somebody(), "file");
  for (let n = 0; n < 5; n++) {
    await pass(40_000);
    const before = made.parts;
    reader.socket.resume();
    await expect.poll(() => made.parts).toBeGreaterThan(before + 1);
    reader.socket.pause();
  }
  expect(server.responses).toHaveLength(1);
});

test("a quiet stream sends a heartbeat every ten seconds and does not count as stalled", async () => {
  const reader = await ask(await somebody(), "quiet");
  await reader.until('data: "first"');
  await pass(10_000);
  await reader.until(": still here");
  await pass(90_000);
  expect(server.responses).toHaveLength(1);
});

test.each([
  ["a member who is removed", "delete from memberships where user_id = $1"],
  ["the person is signed out", "delete from sessions where user_id = $1"],
])("%s gets the reason and nothing more, and one who stalls is cut", async (_, sql) => {
  const person = await somebody();
  const reads = await ask(person, "quiet");
  await reads.until('data: "first"');
  const stalls = [await stalled(person, "events"), await stalled(person, "file")];
  await database.pool("owner").query(sql, [person.id]);
  const before = made.parts;
  let seconds = 10; // At most, because a stalled socket would be cut after 60 anyway.
  await expect.poll(() => pass(seconds-- > 0 ? 1000 : 0).then(() => openStreams().size)).toBe(0);
  await reads.until("event: ended\ndata: {");
  expect(reads.text()).toContain('"message":"Your access ended');
  for (const each of [reads, ...stalls]) await each.closed();
  expect(made.parts).toBe(before);
});

test("one person can have ten open streams over all sessions, and the eleventh is refused with a sentence", async () => {
  const person = await somebody();
  const other = { ...person, token: await sessionOf(person.id) };
  const open: RawReader[] = [];
  for (let n = 0; n < 10; n++) open.push(await ask(n % 2 === 0 ? person : other, n % 3 === 0 ? "file" : "quiet"));
  await expect.poll(() => openStreams().size).toBe(10);
  for (const session of [person, other]) {
    const eleventh = await ask(session, "quiet");
    await eleventh.until("then try again");
    expect(eleventh.text()).toMatch(/^HTTP\/1\.1 429 [^{]*retry-after: 2\r\n/i);
    expect(eleventh.text()).toContain('{"code":"limited","message":"You have 10 searches, queries, live tails, verifications');
  }
  const colleague = await ask(await somebody(), "quiet");
  await colleague.until('data: "first"');
  open[0]?.socket.destroy();
  await expect.poll(() => openStreams().size).toBe(10);
  const statusNow = async () => {
    const again = await ask(person, "quiet");
    await again.until("\r\n\r\n");
    return again.text().slice(9, 12);
  };
  await expect.poll(statusNow).toBe("200");
});

test("one customer can have fifty open streams, and the fifty-first is refused with a sentence", async () => {
  const ours = await arrangeCustomer(database.pool("owner"));
  for (let n = 0; n < 5; n++) {
    const person = await somebody(ours);
    for (let m = 0; m < 10; m++) await ask(person, "quiet");
  }
  await expect.poll(() => openStreams().size).toBe(50);
  const late = await ask(await somebody(ours), "quiet");
  await late.until("has ended");
  expect(late.text()).toMatch(/^HTTP\/1\.1 429 [^{]*\{"code":"limited","message":"Your company has 50 searches/);
  const elsewhere = await ask(await somebody(), "quiet");
  await elsewhere.until('data: "first"');
});

test("a stream that is refused, fails or is left immediately releases its slot", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const person = await somebody();
  for (let n = 0; n < 12; n++) {
    const refused = await ask(person, "refused");
    await refused.until("Not now.");
    const thrown = await ask(person, "thrown");
    await thrown.until('"code":"unexpected"');
    const broke = await ask(person, "broken");
    await broke.until("event: ended");
    expect(broke.text()).toMatch(/"code":"unexpected","message":"An unexpected error occurred\. [^"]*with this reference: [0-9a-f]{12}\./);
    expect(broke.text() + thrown.text()).not.toContain("secret-");
    (await ask(person, "events")).socket.destroy();
  }
  const told = vi.mocked(process.stdout.write).mock.calls.join("\n");
  vi.restoreAllMocks();
  expect(told).not.toMatch(/TypeError|ReferenceError/);
});

test("a process that shuts down ends its streams immediately and files within 8 seconds, and opens no new ones", async () => {
  const person = await somebody();
  const [reads, download] = [await ask(person, "quiet"), await ask(person, "stoppable")];
  await reads.until('data: "first"');
  const [stalls, file] = [await stalled(person, "events"), await stalled(person, "file")];
  await download.until("row");
  const down = openStreams().goDown();
  await download.until("the rest is elsewhere\n\r\n0\r\n\r\n");
  await download.closed();
  await reads.until("event: reconnect\ndata: {}\n\n");
  await reads.closed();
  await pass(2000);
  await stalls.closed();
  expect(server.responses).toHaveLength(1);
  const late = await ask(person, "quiet");
  await late.until("restarting");
  expect(late.text()).toMatch(/^HTTP\/1\.1 503 /);
  for (const header of ["retry-after: 2", "connection: close"]) expect(late.text().toLowerCase()).toContain(`${header}\r\n`);
  await pass(8000);
  await file.closed();
  await pass(2000);
  await down;
  expect(openStreams().size).toBe(0);
});
