import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { arrangeOpenRun } from "#db/testing/arrange-verification.ts";
import { inRequest } from "#kernel/process/log.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import { awaitRun, followRuns, LIFE_MS } from "./follow-runs.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ url: "http://localhost:4566", smtpUrl: "smtp://localhost" });
});
afterAll(() => portal.close());

test("all followers of a connection share one database query, and each can stop without the others", async () => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  await arrangeOpenRun(portal.db.pool("owner"), actor.customerId, connectionId);
  const clock = fakeClock();
  const context = { ...portal.context, clock };
  const leaves = Array.from({ length: 20 }, () => new AbortController());
  const followers = leaves.map(({ signal }) => followRuns(actor, context, connectionId, { signal }));
  for (const first of await Promise.all(followers.map((follower) => follower.next())))
    expect(first.value).toMatchObject({ kind: "opened" });
  const next = followers.map((follower) => follower.next());
  for (let polls = 0; polls < 3; polls++) {
    await clock.waiting();
    await turn();
    expect(await clock.waiting()).toEqual([250]);
    clock.pass(250);
  }
  leaves[0]?.abort();
  expect(await next[0]).toEqual({ done: true, value: undefined });
  expect(await clock.waiting()).toEqual([250]);
  for (const leave of leaves) leave.abort();
  for (const end of await Promise.all(next)) expect(end.done).toBe(true);
});

test("a run that does not end is followed for two and a half minutes and no longer", async () => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  await arrangeOpenRun(portal.db.pool("owner"), actor.customerId, connectionId);
  const clock = fakeClock();
  const follower = followRuns(actor, { ...portal.context, clock }, connectionId);
  expect((await follower.next()).value).toMatchObject({ kind: "opened" });
  const next = follower.next();
  expect(await clock.waiting()).toEqual([250]);
  clock.pass(LIFE_MS - 1);
  expect(await clock.waiting()).toEqual([250]);
  clock.pass(250);
  expect((await next).done).toBe(true);
});

test.each(["before the first poll", "after it"])(
  "waiting for a run ends after 15 seconds, also when the database stops answering %s",
  async (when) => {
    const actor = await portal.newOwner();
    const { connectionId } = await portal.newDraft(actor);
    await arrangeOpenRun(portal.db.pool("owner"), actor.customerId, connectionId);
    const clock = fakeClock();
    const other = await portal.db.pool("owner").connect();
    const stop = () => other.query("begin; lock table connections in access exclusive mode");
    if (when === "before the first poll") await stop();
    const waited = awaitRun(actor, { ...portal.context, clock }, connectionId);
    if (when === "after it") {
      expect(await clock.waiting(2)).toEqual([15_000, 250]);
      await stop();
      clock.pass(250);
    }
    await clock.waiting();
    clock.pass(15_000);
    await waited;
    await other.query("rollback");
    other.release();
  },
);

test("what a shared poll logs does not name the request of the person who came first", async () => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  const run = await arrangeOpenRun(portal.db.pool("owner"), actor.customerId, connectionId);
  const clock = fakeClock();
  const context = { ...portal.context, clock };
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const leave = new AbortController();
  const follow = () => followRuns(actor, context, connectionId, { signal: leave.signal });
  const [first, second] = [inRequest("request-1", follow), inRequest("request-2", follow)];
  await Promise.all([inRequest("request-1", () => first.next()), inRequest("request-2", () => second.next())]);
  const next = [inRequest("request-1", () => first.next()), inRequest("request-2", () => second.next())];
  await clock.waiting();
  await turn();
  await portal.meanwhile(
    "insert into verification_probes (customer_id, run_id, n, name, got, code, request_id, at) values ($1, $2, 0, 'right', 'allowed', null, 'r', now())",
    [actor.customerId, run.id],
  );
  clock.pass(250);
  await Promise.all(next);
  const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)));
  vi.restoreAllMocks();
  leave.abort();
  expect(lines).toMatchObject([{ event: "stored verification not authentic" }]);
  expect(lines[0]).not.toHaveProperty("requestId");
});
