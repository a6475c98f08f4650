import { expect, test } from "vitest";
import type { Clock } from "#kernel/time/clock.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { HOUR, queriesForFile, quickClock, until } from "#lib/logs/testing/query-fixture.ts";
import { policy, REGION } from "#lib/logs/testing/verified-connection.ts";
import type { QueryPart } from "./shared/query-view.ts";

const q = queriesForFile();
const startedSince = (since: number) => q.calls(since).filter((call) => call.startsWith("StartQuery"));

test("with the log access Browse nothing is sent, and the sentence says how to upgrade", async () => {
  const browse = await q.newQueried("browse");
  const before = q.sandbox.state.callLog.last;
  expect(q.begin({}, { by: browse })).toMatchObject({
    ...{ ok: false, code: "not-allowed", message: expect.stringMatching(/On the Query page of this connection, an owner can add them/) },
  });
  expect([q.calls(before), await q.rows()]).toEqual([[], []]);
});

test("a log group outside the scope and a text that names one are refused at their field, without a call", async () => {
  const before = q.sandbox.state.callLog.last;
  expect(q.begin({ logGroups: [q.group, "/other"] })).toMatchObject({ ok: false, fields: { logGroups: expect.stringMatching(/scope/) } });
  expect(q.begin({ text: "SOURCE '/other'" })).toMatchObject({ ok: false, fields: { text: expect.stringMatching(/SOURCE/) } });
  expect(q.begin({ text: "fields unmask(@message)" })).toMatchObject({ ok: false, fields: { text: expect.stringMatching(/unmask/) } });
  expect([q.calls(before), await q.rows()]).toEqual([[], []]);
});

test("a log group that no longer exists is named, and no query is started", async () => {
  const before = q.sandbox.state.callLog.last;
  expect(await q.run({ logGroups: [q.group, "/app/gone"] })).toEqual([
    { kind: "failed", code: "not-found", message: expect.stringContaining("/app/gone"), fields: expect.anything() },
  ]);
  expect([startedSince(before), await q.rows()]).toEqual([[], []]);
});

test("what a class of log groups can't do is said before a billed query is started", async () => {
  const cheap = q.newGroup("INFREQUENT_ACCESS");
  const before = q.sandbox.state.callLog.last;
  expect(await q.run({ logGroups: [q.group, cheap] })).toMatchObject([
    { kind: "failed", message: expect.stringMatching(/one query for each class/) },
  ]);
  expect(await q.run({ logGroups: [cheap], text: "fields @message | pattern @message" })).toMatchObject([
    { kind: "failed", fields: { text: expect.stringMatching(/pattern.*Infrequent Access/) } },
  ]);
  expect(await q.run({ logGroups: [q.newGroup("DELIVERY")] })).toMatchObject([
    { kind: "failed", message: expect.stringMatching(/Delivery/) },
  ]);
  expect(startedSince(before)).toEqual([]);
});

test("when the role does not allow queries, the error names the action, and the row says that AWS ran nothing", async () => {
  const narrow = await q.newQueried("query", policy(["logs:DescribeLogGroups"]));
  expect((await q.run({}, { by: narrow })).at(-1)).toMatchObject({
    ...{ kind: "failed", code: "not-allowed", message: expect.stringContaining("logs:StartQuery") },
  });
  expect(await q.states()).toEqual(["rejected"]);
});

test("a syntax error is a value with AWS's words, not a failure", async () => {
  expect((await q.run({ text: "fields @message | nonsense 3" })).at(-1)).toEqual({
    ...{ kind: "syntax-error", message: expect.stringMatching(/\w/), at: expect.toSatisfy((at) => at === null || at.start >= 0) },
  });
  expect(await q.states()).toEqual(["rejected"]);
});

test("above the threshold nothing runs until the person confirms; the estimate says why", async () => {
  q.write(
    q.group,
    Array.from({ length: 50 }, () => "x".repeat(100)),
  );
  const range = { from: 0, to: Date.UTC(2100, 0, 1) };
  const set = "insert into query_thresholds values ($1, $2, $3)";
  await q.portal.db.pool("owner").query(set, [q.actor.customerId, q.queried.connection.connectionId, 1]);
  const before = q.sandbox.state.callLog.last;
  // The log group is as old as this test, so its whole content is in the range.
  const now: Clock = { ...quickClock(), now: () => new Date(Date.now() + HOUR) };
  expect(await q.run(range, { clock: now })).toEqual([
    { kind: "confirm", thresholdBytes: 1, estimate: expect.objectContaining({ basedOn: 0, pricePerGb: 0.0063 }), cheaper: null },
  ]);
  expect([startedSince(before), await q.rows()]).toEqual([[], []]);
  expect((await q.run({ ...range, confirmed: true }, { clock: now })).at(-1)).toMatchObject({ kind: "complete" });
  await q.portal.meanwhile("delete from query_thresholds", []);
});

test("the row and the audit event are stored before AWS is called; the event has the digest of the text and not the text", async () => {
  q.sandbox.state.faults.add({ service: "logs", fault: "throttle", match: { action: "StartQuery" } });
  const parts = accepted(q.begin({ text: "fields @message | filter secretWord = 1" }));
  await until(parts, "waiting");
  const [row] = await q.rows();
  expect(row).toMatchObject({
    ...{
      state: "starting",
      user_id: q.actor.userId,
      region: REGION,
      log_groups: [q.group],
      query_text: "fields @message | filter secretWord = 1",
    },
    ...{ query_sha256: expect.stringMatching(/^[0-9a-f]{64}$/), aws_query_id: null },
  });
  const { rows: events } = await q.portal.db
    .pool("owner")
    .query("select attributes from audit_events where chain = $1 and event = 'query.started' order by seq desc limit 1", [
      q.actor.customerId,
    ]);
  expect(events[0].attributes).toEqual({
    ...{ query: row?.["id"], connection: q.queried.connection.connectionId, region: REGION, groups: "1", text: row?.["query_sha256"] },
  });
  q.sandbox.state.faults.clear();
  await parts.return();
  // AWS never ran it.
  expect(await q.states()).toEqual(["rejected"]);
});

test("throttling is a wait that says when it continues, never an error", async () => {
  q.sandbox.state.faults.add({ service: "logs", fault: "throttle", match: { action: "GetQueryResults" }, times: 2 });
  const parts: QueryPart[] = [];
  for await (const part of accepted(q.begin())) {
    parts.push(part);
    // Waits take no time here, so what AWS asked all processes to wait for must be over too.
    if (part.kind === "waiting") await q.portal.meanwhile("delete from log_quotas", []);
  }
  expect(parts.filter((part) => part.kind === "waiting" && part.why === "aws")).toEqual([
    { kind: "waiting", why: "aws", continuesInMs: expect.any(Number) },
    { kind: "waiting", why: "aws", continuesInMs: expect.any(Number) },
  ]);
  expect(parts.at(-1)).toMatchObject({ kind: "complete" });
});

test("of log groups of the Infrequent Access class five queries run at once; the sixth waits for one to end", async () => {
  q.sandbox.state.queries.delayAll(600_000);
  q.group = q.newGroup("INFREQUENT_ACCESS");
  const five = Array.from({ length: 5 }, () => accepted(q.begin()));
  for (const parts of five) await until(parts, "progress");
  const sixth = accepted(q.begin());
  expect(await until(sixth, "waiting")).toMatchObject({ why: "concurrency" });
  await five[0]?.return();
  expect(await until(sixth, "accepted")).toMatchObject({ queryId: expect.any(String) });
  for (const parts of [...five, sixth]) await parts.return();
});

test("a query over several log groups streams rows and ends with its statistics, which its row and the usage keep", async () => {
  const other = q.newGroup();
  q.write(q.group, ["one", "two"]);
  q.write(other, ["three"]);
  const parts = await q.run({ logGroups: [q.group, other] });
  const [first] = parts;
  const table = parts.flatMap((part) => (part.kind === "rows" && !part.partial ? [part] : []));
  expect(first).toMatchObject({ kind: "accepted" });
  expect(table).toHaveLength(1);
  expect(table[0]).toMatchObject({ first: 0, columns: expect.arrayContaining(["@timestamp", "@message", "@ptr"]) });
  const at = table[0]?.columns.indexOf("@message") ?? -1;
  expect(table[0]?.rows.map((row) => row[at]).toSorted()).toEqual(["one", "three", "two"]);
  expect(parts.at(-1)).toMatchObject({ kind: "complete", rows: 3, cursor: null, statistics: { matchedRecords: 3, scannedRecords: 3 } });
  const [row] = await q.rows();
  expect(row).toMatchObject({ state: "complete", matched_records: "3", ended_at: expect.any(Date) });
  const usage = "select kind, user_id, uses, scanned_bytes from log_usage_daily where customer_id = $1 and connection_id = $2";
  const { rows: used } = await q.portal.db.pool("owner").query(usage, [q.actor.customerId, q.queried.connection.connectionId]);
  expect(used).toMatchObject([{ kind: "query", user_id: q.actor.userId }]);
  expect(Number(used[0].scanned_bytes)).toBeGreaterThanOrEqual(11);
});

test("no text of a log is stored", async () => {
  q.write(q.group, ["only-in-the-log"]);
  await q.run();
  expect(await q.portal.dump()).not.toContain("only-in-the-log");
});
