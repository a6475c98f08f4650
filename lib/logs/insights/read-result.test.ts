import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { NOT_FOUND } from "#kernel/result.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { ALIVE, PLACE, queriesForFile, quickClock, STOPPED, T0, until } from "#lib/logs/testing/query-fixture.ts";
import { findOpenedResult } from "./find-opened-result.ts";
import { findQuery, readRecord, readResult, stopQuery } from "./read-result.ts";
import type { QueryPart, ResultPart } from "./shared/query-view.ts";

const q = queriesForFile();
const opens = (actor: CustomerActor) => (region: string) =>
  openLogReader(actor, q.portal.context, q.queried.connection.connectionId, region, "query");

const read = (queryId: string, cursor: string | null = null, actor = q.actor) => {
  const { connectionId } = q.queried.connection;
  return readResult(actor, opens(actor), { connectionId, queryId, cursor, clock: quickClock(), signal: new AbortController().signal });
};
async function page(queryId: string, cursor: string | null = null, actor = q.actor): Promise<ResultPart[]> {
  const parts: ResultPart[] = [];
  for await (const part of accepted(await read(queryId, cursor, actor)).parts) parts.push(part);
  return parts;
}
const stop = (queryId: string, actor = q.actor) =>
  stopQuery(actor, opens(actor), { connectionId: q.queried.connection.connectionId, queryId });
const colleagueOf = async (role: "owner" | "member"): Promise<CustomerActor> => ({
  ...q.actor,
  userId: await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role }),
  role,
});
/** A query that AWS still runs, and its ID. */
async function running(actor = q.actor) {
  q.sandbox.state.queries.delayAll(600_000);
  const parts = accepted(q.begin({}, { actor, by: { ...q.queried, reader: await q.readerOf(actor, q.queried.connection) } }));
  const first = await until(parts, "accepted");
  await until(parts, "progress");
  return { parts, queryId: first.kind === "accepted" ? first.queryId : "" };
}
const record = (queryId: string, pointer: string, actor = q.actor) =>
  readRecord(actor, opens(actor), { connectionId: q.queried.connection.connectionId, queryId, pointer }, quickClock());
/** Runs a query; returns its ID and the `@ptr` of its first row. */
async function done(change: Parameters<typeof q.run>[0] = {}): Promise<{ queryId: string; pointer: string; parts: QueryPart[] }> {
  const parts = await q.run(change);
  const [first] = parts;
  const table = parts.find((part) => part.kind === "rows" && !part.partial);
  if (first?.kind !== "accepted" || table?.kind !== "rows") throw new Error(JSON.stringify(parts));
  return { queryId: first.queryId, pointer: String(table.rows[0]?.[table.columns.indexOf("@ptr")]), parts };
}

test("the result of another customer's query, of an unknown one and of one that AWS never ran is not found, without a call", async () => {
  q.write(q.group, ["one"]);
  const { queryId, pointer } = await done();
  const stranger = await q.portal.newOwner();
  const { connectionId } = q.queried.connection;
  await q.run({ text: "nonsense" });
  const rejected = (await q.rows()).find(({ state }) => state === "rejected")?.["id"];
  const before = q.sandbox.state.callLog.last;
  expect(await findQuery(stranger, { connectionId, queryId })).toEqual(NOT_FOUND);
  expect(await read(queryId, null, stranger)).toEqual(NOT_FOUND);
  expect(await stop(queryId, stranger)).toEqual(NOT_FOUND);
  expect(await record(queryId, pointer, stranger)).toEqual(NOT_FOUND);
  for (const id of [randomUUID(), String(rejected)]) {
    expect(await findQuery(q.actor, { connectionId, queryId: id })).toEqual(NOT_FOUND);
    expect(await record(id, pointer)).toEqual(NOT_FOUND);
    expect(await stop(id)).toEqual(NOT_FOUND);
  }
  expect(q.calls(before)).toEqual([]);
});

test("a link with the ID of a query of another connection, with no ID or with several finds nothing", async () => {
  q.write(q.group, ["one"]);
  const { queryId } = await done();
  const other = await q.newQueried();
  expect(await findOpenedResult(q.actor, other.connection.connectionId, queryId)).toEqual({ kind: "absent" });
  const { connectionId } = q.queried.connection;
  for (const word of ["nonsense", "", [queryId, queryId]])
    expect(await findOpenedResult(q.actor, connectionId, word)).toEqual({ kind: "absent" });
  expect(await findOpenedResult(q.actor, connectionId, undefined)).toEqual({ kind: "none" });
});

test("after seven days, when AWS deletes a result, nothing of it is read and AWS is not asked; its query is still known", async () => {
  q.write(q.group, ["one"]);
  const { queryId, pointer } = await done();
  await q.portal.meanwhile("update log_queries set started_at = now() - interval '7 days 1 s'", []);
  const before = q.sandbox.state.callLog.last;
  const gone = { ok: false, code: "not-found", message: expect.stringMatching(/7 days.*again/) };
  for (const answer of [await read(queryId), await record(queryId, pointer), await stop(queryId)]) expect(answer).toMatchObject(gone);
  expect(q.calls(before)).toEqual([]);
  expect(await findOpenedResult(q.actor, q.queried.connection.connectionId, queryId)).toMatchObject({
    kind: "expired",
    query: { queryId, hasResult: false, text: expect.stringContaining("@message") },
  });
});

test("a member can't stop a colleague's query; its person and an owner can, and its page says that it was stopped", async () => {
  const [member, owner] = [await colleagueOf("member"), await colleagueOf("owner")];
  for (const by of [q.actor, owner]) {
    await q.portal.meanwhile("delete from log_queries", []);
    const { parts, queryId } = await running();
    const { connectionId } = q.queried.connection;
    expect(await findQuery(member, { connectionId, queryId })).toMatchObject({ value: { stoppable: false } });
    expect(await stop(queryId, member)).toMatchObject({ ok: false, code: "not-allowed" });
    expect((await q.atAws()).status).toMatch(ALIVE);
    expect(await findQuery(by, { connectionId, queryId })).toMatchObject({ value: { stoppable: true } });
    expect(await stop(queryId, by)).toEqual({ ok: true, value: null });
    expect((await q.atAws()).status).toBe(STOPPED);
    expect(await until(parts, "ended")).toMatchObject({ why: "stopped" });
    await parts.return();
    expect(await q.states()).toEqual(["canceled"]);
    // Once more: it has ended, so nothing is left to do.
    expect(await stop(queryId, by)).toEqual({ ok: true, value: null });
  }
});

test("a query that still runs is followed to its end, and leaving does not stop it", async () => {
  const { parts, queryId } = await running();
  const left = accepted(await read(queryId)).parts;
  expect((await left.next()).value).toMatchObject({ kind: expect.stringMatching(/progress|scheduled/) });
  await left.return();
  expect((await q.atAws()).status).toMatch(ALIVE);
  const followed = accepted(await read(queryId)).parts;
  await followed.next();
  accepted(await stop(queryId));
  const rest: ResultPart[] = [];
  for await (const part of followed) rest.push(part);
  expect(rest.at(-1)).toMatchObject({ kind: "ended", why: "stopped" });
  await parts.return();
});

test("a quarantine while a result is followed ends it without another row", async () => {
  const { parts, queryId } = await running();
  const followed = accepted(await read(queryId)).parts;
  await followed.next();
  const { connectionId } = q.queried.connection;
  await q.portal.meanwhile("update connections set status = 'quarantined' where id = $1", [connectionId]);
  const rest: ResultPart[] = [];
  for await (const part of followed) rest.push(part);
  await q.portal.meanwhile("update connections set status = 'connected' where id = $1", [connectionId]);
  expect(rest.filter(({ kind }) => kind === "rows")).toEqual([]);
  expect(rest.at(-1)).toMatchObject({ kind: "failed", message: expect.stringMatching(/access.*stopped/) });
  await parts.return();
});

test("rows beyond 10,000 come in further pages, and a cursor of another query brings none", async () => {
  q.write(
    q.group,
    Array.from({ length: 12_000 }, (_, n) => `row ${n}`),
  );
  const { queryId, parts } = await done({ text: "fields @message | limit 100000" });
  const first = parts.at(-1);
  if (first?.kind !== "complete") throw new Error(JSON.stringify(first));
  expect([first.rows, first.cursor === null]).toEqual([12_000, false]);
  const next = await page(queryId, first.cursor);
  expect(next.flatMap((part) => (part.kind === "rows" ? part.rows : []))).toHaveLength(2000);
  expect(next.at(-1)).toMatchObject({ kind: "complete", rows: 12_000, cursor: null });
  const other = await done();
  expect(await page(other.queryId, first.cursor)).toEqual([{ kind: "failed", code: "not-found", message: expect.stringMatching(/again/) }]);
});

test("AWS that throttles a page is waited for, and the page says so", async () => {
  q.write(q.group, ["one"]);
  const { queryId } = await done();
  q.sandbox.state.faults.add({ service: "logs", fault: "throttle", match: { action: "GetQueryResults" }, times: 1 });
  const parts: ResultPart[] = [];
  for await (const part of accepted(await read(queryId)).parts) {
    parts.push(part);
    // Waits take no time here, so what AWS asked all processes to wait for must be over too.
    if (part.kind === "waiting") await q.portal.meanwhile("delete from log_quotas", []);
  }
  expect(parts[0]).toMatchObject({ kind: "waiting", why: "aws" });
  expect(parts.at(-1)).toMatchObject({ kind: "complete", rows: 1 });
});

test("the result of a query whose log group has left the scope since is not found, without asking AWS for rows", async () => {
  q.write(q.group, ["one"]);
  const { queryId, pointer } = await done();
  await q.portal.meanwhile("update connections set log_group_prefix = '/app/only/' where id = $1", [q.queried.connection.connectionId]);
  const before = q.sandbox.state.callLog.last;
  expect(await record(queryId, pointer)).toEqual(NOT_FOUND);
  expect(q.calls(before).filter((call) => /GetLogRecord|GetQueryResults/.test(call))).toEqual([]);
  await q.portal.meanwhile("update connections set log_group_prefix = '/app/' where id = $1", [q.queried.connection.connectionId]);
});

test("a pointer to an event of another log group, of another time, or of nothing is not shown", async () => {
  const other = q.newGroup();
  q.write(q.group, ["mine"]);
  q.write(other, ["secret of another group"]);
  const { queryId } = await done();
  const ofOther = await done({ logGroups: [other] });
  expect(await record(queryId, ofOther.pointer)).toMatchObject({ ok: false, code: "not-found" });
  const late = await done({ from: T0, to: T0 + 1 });
  await q.portal.meanwhile("update log_queries set range_from = '2026-07-01', range_to = '2026-07-02' where id = $1", [late.queryId]);
  expect(await record(late.queryId, late.pointer)).toMatchObject({ ok: false, code: "not-found" });
  expect(await record(queryId, "nonsense")).toMatchObject({ ok: false, code: "not-found", message: expect.stringMatching(/no longer/) });
});

test("the whole event of a row is read with its pointer", async () => {
  q.write(q.group, ['{"level": "error"}']);
  const { queryId, pointer } = await done({ text: "fields @timestamp" });
  const { fields } = accepted(await record(queryId, pointer));
  expect(Object.fromEntries(fields)).toMatchObject({ "@message": '{"level": "error"}', "@log": `${PLACE.accountId}:${q.group}` });
});

test("a colleague opens the same result with a role session of their own, which the audit shows", async () => {
  q.write(q.group, ["one", "two"]);
  const { queryId, parts } = await done();
  const colleague = await colleagueOf("member");
  const shown = await page(queryId, null, colleague);
  expect(shown).toEqual([
    parts.find((part) => part.kind === "rows" && !part.partial),
    { kind: "complete", elapsedMs: expect.any(Number), rows: 2, cursor: null, statistics: expect.objectContaining({ matchedRecords: 2 }) },
  ]);
  const text = "select attributes from audit_events where chain = $1 and event = 'logs.opened' and actor = $2";
  const { rows } = await q.portal.db.pool("owner").query(text, [colleague.customerId, `user:${colleague.userId}`]);
  expect(rows).toMatchObject([{ attributes: { for: "query" } }]);
  expect(accepted(await findQuery(colleague, { connectionId: q.queried.connection.connectionId, queryId }))).toMatchObject({
    ...{ queryId, state: "complete", logGroups: [q.group], text: expect.stringContaining("@message"), matchedRecords: 2 },
  });
});

test("a result that AWS no longer has is an error that says what to do", async () => {
  q.write(q.group, ["one"]);
  const { queryId } = await done();
  await q.portal.meanwhile("update log_queries set aws_query_id = 'unknown-to-aws'", []);
  expect(await page(queryId)).toEqual([{ kind: "failed", code: "not-found", message: expect.stringMatching(/7 days.*again/) }]);
});
