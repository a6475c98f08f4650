import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fail, NOT_FOUND } from "#kernel/result.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";
import { guardedStream, type StreamBroke } from "#lib/request/streams/stream-body.ts";
import { answer } from "./answer.ts";

vi.mock("server-only", () => ({}));

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

const broken = (error: unknown) => answer("test", () => Promise.reject(error));
/** An error as the database driver throws it. */
const refusedBy = (code: string) =>
  Object.assign(new Error("Key (role_arn)=(arn:aws:iam::222222222222:role/x) already exists"), {
    ...{ code, severity: "ERROR", detail: "Failing row (secret-1)", constraint: "one_live_arn", table: "connections" },
  });

test("an unexpected error is returned only as a reference, which is also in the log", async () => {
  const failure = await broken(new Error("secret-1 of arn:aws:iam::222222222222:role/x"));
  expect(failure).toEqual({
    ok: false,
    code: "unexpected",
    message: expect.stringMatching(/^[^:]+: [0-9a-f]{12}\.$/),
    reference: expect.any(String),
  });
  if (failure.ok) throw new Error("it broke");
  expect(lines.join("")).toContain(failure.reference);
  const response = failureResponse(failure);
  expect([response.status, await response.text()]).toEqual([500, expect.not.stringMatching(/secret-1|222222222222/)]);
});

test("a stream that fails midway sends a reference without the cause, after the parts before it", async () => {
  async function* parts() {
    yield "first";
    throw new Error("secret-1 of arn:aws:iam::222222222222:role/x");
  }
  const came: string[] = [];
  const end = await (async () => {
    for await (const part of guardedStream("test", parts())) came.push(part);
  })().catch((error: unknown) => error);
  expect(came).toEqual(["first"]);
  const { failure, message, cause } = end as StreamBroke;
  expect(failure).toEqual({ ok: false, code: "unexpected", message, reference: expect.stringMatching(/^[0-9a-f]{12}$/) });
  expect(message).toContain(failure.reference);
  expect([message, String(cause)].join()).not.toMatch(/secret-1|222222222222/);
  expect(lines.join("")).toContain(failure.reference);
});

test("no refusal of the database reveals the row, table or rule: foreign, absent and forbidden give the same failure", async () => {
  const answers = await Promise.all(["23503", "42501", "P0002"].map((code) => broken(refusedBy(code))));
  for (const one of answers) expect(one).toEqual(NOT_FOUND);
  expect(NOT_FOUND).toEqual(
    fail("not-found", "This item was not found. It no longer exists, or you don’t have access to it. Reload the page."),
  );
  // Programs search the answers of routes for these words.
  const response = failureResponse(NOT_FOUND);
  expect([response.status, await response.text()]).toEqual([404, expect.stringContaining("not found")]);
  for (const code of ["23505", "23514", "23001"])
    expect(JSON.stringify(await broken(refusedBy(code)))).not.toMatch(/one_live_arn|connections|secret-1|222222222222|already exists/);
});

test("a failure that the work returns is not changed", async () => {
  const said = fail("limited", "Try again in a minute.");
  expect(await answer("test", async () => said)).toBe(said);
  expect(lines).toEqual([]);
});

test("while the database is away, a request gets 503, one sentence, and the seconds after which to retry, and no reference", async () => {
  const failure = await broken(
    Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), { code: "ECONNREFUSED", syscall: "connect" }),
  );
  if (failure.ok) throw new Error("it broke");
  const response = failureResponse(failure);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await response.json()).toEqual({
    code: "unavailable",
    message: "The portal can’t reach its database at the moment. Try again in a few seconds.",
  });
  expect(JSON.parse(lines.join(""))).toMatchObject({ level: "warn", event: "database not reachable", where: "test" });
});
