import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { PLACE, queriesForFile, quickClock, T0 } from "#lib/logs/testing/query-fixture.ts";
import { findQuery, readRecord, readResult } from "./read-result.ts";
import type { QueryPart, ResultPart } from "./shared/query-view.ts";

const q = queriesForFile();
const opens = (actor: CustomerActor) => (region: string) =>
  openLogReader(actor, q.portal.context, q.queried.connection.connectionId, region, "query");

async function page(queryId: string, cursor: string | null = null, actor = q.actor): Promise<ResultPart[]> {
  const { connectionId } = q.queried.connection;
  const wanted = { connectionId, queryId, cursor, clock: quickClock(), signal: new AbortController().signal };
  const parts: ResultPart[] = [];
  for await (const part of accepted(await readResult(actor, opens(actor), wanted)).parts) parts.push(part);
  return parts;
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
const NOT_FOUND = { ok: false, code: "not-found", message: "not found" };

test("the result of another customer's query, of an unknown one and of one that AWS never ran is not found, without a call", async () => {
  q.write(q.group, ["one"]);
  const { queryId, pointer } = await done();
  const stranger = await q.portal.newOwner();
  const { connectionId } = q.queried.connection;
  await q.run({ text: "nonsense" });
  const rejected = (await q.rows()).find(({ state }) => state === "rejected")?.["id"];
  const before = q.sandbox.state.callLog.last;
  expect(await findQuery(stranger, { connectionId, queryId })).toEqual(NOT_FOUND);
  expect(await record(queryId, pointer, stranger)).toEqual(NOT_FOUND);
  for (const id of [randomUUID(), String(rejected)]) {
    expect(await findQuery(q.actor, { connectionId, queryId: id })).toEqual(NOT_FOUND);
    expect(await record(id, pointer)).toEqual(NOT_FOUND);
  }
  expect(q.calls(before)).toEqual([]);
});

test("a result is not found after seven days, when AWS deletes it", async () => {
  q.write(q.group, ["one"]);
  const { queryId } = await done();
  await q.portal.meanwhile("update log_queries set started_at = now() - interval '7 days 1 s'", []);
  expect(await findQuery(q.actor, { connectionId: q.queried.connection.connectionId, queryId })).toEqual(NOT_FOUND);
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
  const userId = await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
  const colleague: CustomerActor = { ...q.actor, userId, role: "member" };
  const shown = await page(queryId, null, colleague);
  expect(shown).toEqual([
    parts.find((part) => part.kind === "rows" && !part.partial),
    { kind: "page", rows: 2, cursor: null, statistics: expect.objectContaining({ matchedRecords: 2 }) },
  ]);
  const text = "select attributes from audit_events where chain = $1 and event = 'logs.opened' and actor = $2";
  const { rows } = await q.portal.db.pool("owner").query(text, [colleague.customerId, `user:${userId}`]);
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
