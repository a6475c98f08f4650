import { get } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { arrangeCustomer, arrangeMember, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { askRaw, type RawReader } from "#db/testing/ask-raw.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { UserId } from "#kernel/ids.ts";
import { fail, ok } from "#kernel/result.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";
import { type RouteServer, requestAtHand, serveRoute } from "#lib/request/testing/serve-route.ts";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { watchResponses } from "./node-responses.ts";
import { openStreams } from "./open-streams.ts";
import { staffStream } from "./staff-stream.ts";

// Replaces the Next.js request, which only a running server has; the database, sockets and bodies are real.
vi.mock("server-only", () => ({}));
vi.mock("next/server", () => ({ after: () => undefined }));
vi.mock("next/headers", () => ({
  headers: async () => requestAtHand.getStore()?.headers,
  cookies: async () => ({ get: () => ({ value: requestAtHand.getStore()?.token }) }),
}));

const clock = fakeClock();
async function* endless() {
  for (;;) yield "x".repeat(100_000);
}
async function* short() {
  yield "one row";
}
const Input = z.strictObject({ as: z.enum(["endless", "short", "refused"]) });
const verb = staffStream(
  "export-list",
  ["operator", "admin"],
  Input,
  async ({ input }) =>
    input.as === "refused"
      ? fail("conflict", "Not now.")
      : ok({ parts: input.as === "short" ? short() : endless(), file: { "content-type": "text/csv" } }),
  { clock, pageOf: (request, _, { code }) => `/admin/list?${new URL(request.url).searchParams}&refused=${code}` },
);

let database: TestDatabase;
let server: RouteServer;
let readers: RawReader[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  setWebEnvironment(database.urls);
  openStreams(clock);
  watchResponses(clock);
  server = await serveRoute(verb, {});
});
afterAll(async () => {
  await server.close();
  await database.drop();
});
afterEach(async () => {
  for (const { socket } of readers) socket.destroy();
  readers = [];
  await expect.poll(() => openStreams().size).toBe(0);
  clock.pass(10_000);
});

const owner = () => database.pool("owner");
const sessionOf = async (person: UserId) => (await arrangeSession(owner(), person)).token;
const operator = async () => {
  const id = await arrangeStaff(owner(), { role: "operator" });
  return { id, token: await sessionOf(id) };
};
async function ask(token: string, as: z.output<typeof Input>["as"]): Promise<RawReader> {
  const reader = await askRaw(server.port, { origin: APP_URL, cookie: `${SESSION_COOKIE}=${token}`, path: `/?as=${as}` });
  readers.push(reader);
  return reader;
}

test("a customer gets the same answer as for a route that does not exist, another role of staff gets the name of the role that is needed", async () => {
  const member = await sessionOf(await arrangeMember(owner(), await arrangeCustomer(owner())));
  await (await ask(member, "short")).until('"code":"not-found"');
  const support = await sessionOf(await arrangeStaff(owner(), { role: "support" }));
  await (await ask(support, "short")).until('"code":"not-allowed"');
  await (await ask("no session", "short")).until('"code":"signed-out"');
});

test("a person runs two exports at once; a third one is refused until one has ended", async () => {
  const { token } = await operator();
  const first = await ask(token, "endless");
  await first.until("200 OK");
  await (await ask(token, "endless")).until("200 OK");
  await (await ask(token, "short")).until("You have 2 exports running");
  first.socket.destroy();
  await expect
    .poll(async () => {
      const next = await ask(token, "short");
      await next.until('"code"').catch(() => undefined);
      return next.text();
    })
    .toContain("one row");
});

test("an export ends within a second after the person was removed from the staff", async () => {
  const { id, token } = await operator();
  const reader = await ask(token, "endless");
  await reader.until("200 OK");
  await owner().query("delete from sessions where user_id = $1", [id]);
  reader.socket.resume();
  clock.pass(1000);
  await reader.closed();
  expect(reader.text()).not.toMatch(/\r\n0\r\n\r\n$/);
});

test("a refusal before the first row is JSON, and frees its place", async () => {
  const { token } = await operator();
  for (let n = 0; n < 3; n += 1) await (await ask(token, "refused")).until('"code":"conflict"');
  await (await ask(token, "short")).until("one row");
});

test("a browser that opened a refused file returns to the list, with the reason and the filters; other callers get the failure", async () => {
  const { token } = await operator();
  // fetch() of Node.js sets this header itself.
  const navigates = (as: string) =>
    new Promise<{ readonly status: number | undefined; readonly location: string | undefined }>((resolve, reject) => {
      const headers = {
        cookie: `${SESSION_COOKIE}=${token}`,
        host: new URL(APP_URL).host,
        "sec-fetch-mode": "navigate",
        "sec-fetch-site": "same-origin",
      };
      get({ port: server.port, path: `/?as=${as}`, headers, agent: false }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, location: response.headers.location });
      }).on("error", reject);
    });
  expect(await navigates("refused")).toEqual({ status: 303, location: `${APP_URL}/admin/list?as=refused&refused=conflict` });
  expect(await navigates("short")).toMatchObject({ status: 200 });
  await (await ask(token, "refused")).until('"code":"conflict"');
});
