import { expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { queriesWithFakeTime } from "#lib/logs/testing/query-fixture.ts";
import { deleteQueryHistory, findQueryHistory, MOST_IN_A_PAGE } from "./query-history.ts";
import { queryNotices } from "./query-notices.ts";
import { QueryHistoryInput } from "./shared/query-inputs.ts";
import type { QueryHistoryCursor } from "./shared/query-view.ts";

const q = queriesWithFakeTime();
const colleague = async (): Promise<CustomerActor> => {
  const userId = await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
  return { ...q.actor, userId, role: "member" };
};
async function history(actor: CustomerActor, { find = "", cursor = null as QueryHistoryCursor | null } = {}) {
  const now = (await q.portal.db.pool("owner").query<{ now: Date }>("select now()")).rows[0]?.now ?? new Date(0);
  return accepted(await findQueryHistory(actor, { find, cursor }, { now: () => now }));
}
/** Queries that have ended, one a second, the newest last. */
const ended = (actor: CustomerActor, many: number) =>
  q.portal.meanwhile(
    `insert into log_queries (customer_id, connection_id, user_id, region, log_groups, range_from, range_to, query_text, query_sha256)
     select $1, $2, $3, 'eu-central-1', '{/app/a}', now(), now(), 'limit ' || n, repeat('a', 64) from generate_series(1, $4::int) n`,
    [q.actor.customerId, q.queried.connection.connectionId, actor.userId, many],
  );
const spread = () =>
  q.portal.meanwhile(
    "update log_queries set state = 'complete', aws_query_id = 'q', started_at = now() - interval '1 hour' + split_part(query_text, ' ', 2)::int * interval '1 s', ended_at = now()",
    [],
  );

test("nobody sees the history of a colleague, not even an owner, nor of another customer", async () => {
  const member = await colleague();
  q.write(q.group, ["one"]);
  await q.run({}, { actor: q.actor });
  expect((await history(member)).queries).toEqual([]);
  expect((await history(await q.portal.newOwner())).queries).toEqual([]);
});

test("a place that is no place and a text that is too long are not accepted", () => {
  for (const cursor of [{ startedAt: "yesterday", queryId: "1" }, { startedAt: "2026-11-24T10:00:00Z" }, "x"])
    expect(QueryHistoryInput.safeParse({ cursor, find: "" }).success).toBe(false);
  expect(QueryHistoryInput.safeParse({ cursor: null, find: "x".repeat(201) }).success).toBe(false);
});

test("the history has the person's own queries of 30 days, with duration, bytes, cost and rows; AWS has their results for seven", async () => {
  q.write(q.group, ["one", "two"]);
  await q.run();
  const { queries, cursor } = await history(q.actor);
  expect([queries.length, cursor]).toEqual([1, null]);
  expect(queries[0]).toMatchObject({
    ...{ state: "complete", durationMs: 0, matchedRecords: 2, resultRows: 2, hasResult: true },
    ...{ text: expect.stringContaining("@message"), connectionName: expect.any(String) },
  });
  expect(queries[0]?.cost).toBeCloseTo(((queries[0]?.scannedBytes ?? 0) / 1e9) * 0.0063);
  await q.portal.pass("7 days");
  expect((await history(q.actor)).queries[0]).toMatchObject({ hasResult: false });
  await q.portal.pass("23 days 1 s");
  expect((await history(q.actor)).queries).toEqual([]);
});

test("the history comes in pages: each query once, newest first, also when a new query begins in between", async () => {
  const many = MOST_IN_A_PAGE * 2 + 1;
  await ended(q.actor, many);
  await spread();
  const seen: string[] = [];
  let cursor: QueryHistoryCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof history>> = await history(q.actor, { cursor });
    expect(page.queries.length).toBeLessThanOrEqual(MOST_IN_A_PAGE);
    seen.push(...page.queries.map(({ text }) => text));
    cursor = page.cursor;
    await ended(q.actor, 1);
  } while (cursor !== null);
  expect(seen).toEqual(Array.from({ length: many }, (_, n) => `limit ${many - n}`));
});

test("queries of the same moment are each on one page", async () => {
  await ended(q.actor, MOST_IN_A_PAGE + 5);
  // The database has microseconds, a page's end only milliseconds.
  await q.portal.meanwhile("update log_queries set started_at = date_trunc('second', now()) + interval '123456 microseconds'", []);
  const first = await history(q.actor);
  const second = await history(q.actor, { cursor: first.cursor });
  expect(new Set([...first.queries, ...second.queries].map(({ queryId }) => queryId)).size).toBe(MOST_IN_A_PAGE + 5);
});

test("a text is found in queries and log groups in any case, and is no pattern", async () => {
  await ended(q.actor, 12);
  await q.portal.meanwhile("update log_queries set query_text = 'LIMIT 99' where query_text = 'limit 7'", []);
  const found = async (find: string) => (await history(q.actor, { find })).queries.length;
  expect([await found("LIMIT 12"), await found("limit 99"), await found("/APP/a")]).toEqual([1, 1, 12]);
  expect([await found("limit %"), await found("  ")]).toEqual([0, 12]);
});

test("a query that AWS may still run stays when its person deletes the history, because the notice is for everybody", async () => {
  await ended(q.actor, 2);
  await q.portal.meanwhile(
    "update log_queries set aws_query_id = 'q', state = 'not-stopped', ended_at = now() where query_text = 'limit 1'",
    [],
  );
  await q.portal.meanwhile(
    "update log_queries set aws_query_id = 'q', state = 'complete', ended_at = now() where query_text = 'limit 2'",
    [],
  );
  expect(accepted(await deleteQueryHistory(q.actor))).toEqual({ deleted: 1 });
  expect(await queryNotices(q.actor, q.queried.connection.connectionId)).toHaveLength(1);
});

test("a person deletes their own history: what runs, what colleagues have and the usage stay", async () => {
  const member = await colleague();
  await ended(q.actor, 2);
  await ended(member, 1);
  await q.portal.meanwhile(
    "update log_queries set state = 'complete', aws_query_id = 'q', ended_at = now() where query_text = 'limit 1'",
    [],
  );
  expect(accepted(await deleteQueryHistory(q.actor))).toEqual({ deleted: 1 });
  expect((await history(q.actor)).queries.map(({ state }) => state)).toEqual(["starting"]);
  expect((await history(member)).queries).toHaveLength(1);
});

test("the history goes with its person when they leave the company", async () => {
  const member = await colleague();
  await ended(member, 1);
  await q.portal.meanwhile("update log_queries set state = 'complete', aws_query_id = 'q', ended_at = now()", []);
  await q.portal.db.pool("owner").query("delete from memberships where user_id = $1", [member.userId]);
  expect(await q.rows()).toEqual([]);
});
