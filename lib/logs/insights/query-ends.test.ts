import { expect, test } from "vitest";
import type { Clock } from "#kernel/time/clock.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { queriesForFile, quickClock, STOPPED, T0, until } from "#lib/logs/testing/query-fixture.ts";
import { REGION } from "#lib/logs/testing/verified-connection.ts";

const q = queriesForFile();

test("a reader who leaves stops the query at AWS, and the row says so", async () => {
  q.sandbox.state.queries.delayAll(600_000);
  const parts = accepted(q.begin());
  await until(parts, "progress");
  expect(await q.states()).toEqual(["running"]);
  await parts.return();
  expect([await q.states(), (await q.atAws()).status]).toEqual([["canceled"], STOPPED]);
});

test("a reader who leaves while AWS is starting the query stops it too", async () => {
  q.sandbox.state.queries.delayAll(600_000);
  const leave = new AbortController();
  const parts = accepted(q.begin({}, { signal: leave.signal }));
  await until(parts, "accepted");
  leave.abort(new Error("left"));
  await expect(parts.next()).rejects.toThrow("left");
  expect([await q.states(), (await q.atAws()).status]).toEqual([["canceled"], STOPPED]);
});

test("a quarantine in the middle ends the query without another row, and stops it at AWS", async () => {
  const other = await q.newQueried();
  q.sandbox.state.queries.delayAll(600_000);
  const parts = accepted(q.begin({}, { by: other }));
  await until(parts, "progress");
  await q.portal.meanwhile("update connections set status = 'quarantined' where id = $1", [other.connection.connectionId]);
  expect(await parts.next()).toMatchObject({ value: { kind: "failed", message: expect.stringMatching(/access.*stopped/) } });
  expect(await parts.next()).toMatchObject({ done: true });
  expect([await q.states(), (await q.atAws()).status]).toEqual([["canceled"], STOPPED]);
});

test("a query that runs for half an hour is stopped, and the sentence says what to do", async () => {
  q.sandbox.state.queries.delayAll(600_000);
  let looks = 0;
  const slow: Clock = { ...quickClock(), now: () => new Date(T0 + 300_000 * looks++) };
  const parts = await q.run({}, { clock: slow });
  expect(parts.at(-1)).toMatchObject({ kind: "ended", why: "time-limit", message: expect.stringMatching(/30 minutes/) });
  expect([await q.states(), (await q.atAws()).status]).toEqual([["canceled"], STOPPED]);
});

test("a query that somebody stops in the account ends with that reason", async () => {
  q.sandbox.state.queries.delayAll(600_000);
  const parts = accepted(q.begin());
  await until(parts, "progress");
  await q.queried.reader.logs.stopQuery(REGION, { queryId: (await q.atAws()).queryId });
  expect(await until(parts, "ended")).toMatchObject({ why: "stopped", message: expect.stringMatching(/AWS account/) });
  await parts.return();
  expect(await q.states()).toEqual(["canceled"]);
});

test("AWS that does not answer for a moment doesn't end a query; AWS that stays silent does, and the query is stopped", async () => {
  q.write(q.group, ["one"]);
  q.sandbox.state.faults.add({ service: "logs", fault: "5xx", match: { action: "GetQueryResults" }, times: 3 });
  expect((await q.run()).at(-1)).toMatchObject({ kind: "complete", rows: 1 });
  q.sandbox.state.queries.delayAll(600_000);
  await q.portal.meanwhile("delete from log_queries", []);
  q.sandbox.state.faults.add({ service: "logs", fault: "5xx", match: { action: "GetQueryResults" } });
  expect((await q.run()).at(-1)).toMatchObject({ kind: "failed", code: "unavailable" });
  expect([await q.states(), (await q.atAws()).status]).toEqual([["canceled"], STOPPED]);
});

test("a query that the worker has ended meanwhile is not continued", async () => {
  q.sandbox.state.queries.delayAll(600_000);
  let at = T0;
  const clock: Clock = { ...quickClock(), now: () => new Date(at) };
  const parts = accepted(q.begin({}, { clock }));
  await until(parts, "progress");
  await q.portal.db.pool("owner").query("update log_queries set state = 'orphan-stopped'");
  at += 6000;
  expect(await until(parts, "ended")).toMatchObject({ why: "stopped", message: expect.stringMatching(/did not respond/) });
  await parts.return();
  expect(await q.states()).toEqual(["orphan-stopped"]);
});

test("a running query writes a heartbeat, at most every five seconds", async () => {
  q.sandbox.state.queries.delayAll(600_000);
  let at = T0;
  const clock: Clock = { ...quickClock(), now: () => new Date(at) };
  const beatOf = async () => (await q.rows())[0]?.["heartbeat_at"] as Date;
  const parts = accepted(q.begin({}, { clock }));
  await until(parts, "progress");
  const first = await beatOf();
  at += 4900;
  await until(parts, "progress");
  expect(await beatOf()).toEqual(first);
  at += 200;
  await until(parts, "progress");
  expect((await beatOf()).getTime()).toBeGreaterThan(first.getTime());
  await parts.return();
});
