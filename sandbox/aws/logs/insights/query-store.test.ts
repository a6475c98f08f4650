import { expect, test } from "vitest";
import { createState } from "#sandbox/aws/state/state.ts";
import { planQuery } from "./evaluation/plan-query.ts";
import { parseQuery } from "./language/parse-query.ts";
import { QueryPace } from "./query-pace.ts";
import { QueryStore } from "./query-store.ts";

const PLACE = { accountId: "222222222222", region: "eu-central-1" };
const ROLE = "arn:aws:iam::222222222222:role/reader";
const FIRST = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;

/** A store whose time the test moves, and a query of 100 events of 100 bytes each. A match that takes `slowMs` milliseconds is too slow. */
function startedQuery(pace: QueryPace, queryString = "fields @message", slowMs = 60_000) {
  let now = FIRST + HOUR;
  const { logs } = createState();
  const group = logs.createGroup(PLACE, { logGroupName: "/rows" });
  logs.createStream(PLACE, "/rows", "main");
  const events = Array.from({ length: 100 }, (_, n) => ({ timestamp: FIRST + n, message: `${"x".repeat(99)}!` }));
  logs.putEvents(PLACE, "/rows", "main", events);
  const store = new QueryStore(() => now, slowMs);
  store.pace = pace;
  const range = { from: FIRST, to: FIRST + HOUR };
  const plan = planQuery(queryString, parseQuery(queryString), { now, ...range }, undefined);
  const id = store.start({ ...PLACE, principalArn: ROLE, queryString, ...range }, [group], plan);
  const pass = (ms: number) => {
    now += ms;
  };
  return { find: () => store.find(PLACE.accountId, id), pass, store, id };
}

test("the pace of one role holds for its running queries too, and not for those of another role", async () => {
  const { find, pass, store } = startedQuery(new QueryPace({ bytesPerSecond: 1 }));
  store.setPaceOf(`${ROLE}-2`, new QueryPace({ bytesPerSecond: 1_000_000_000 }));
  pass(1);
  expect(await find()).toMatchObject({ status: "Running" });
  store.setPaceOf(ROLE, new QueryPace());
  await expect.poll(async () => (await find())?.status).toBe("Complete");
});

test("another account does not find a query", async () => {
  const { store, id } = startedQuery(new QueryPace());
  expect(await store.find("333333333333", id)).toBeUndefined();
});

test("a regular expression that would take years ends its query as failed, and not the process", async () => {
  const { find } = startedQuery(new QueryPace({ bytesPerSecond: 1 }), "filter @message like /^(x+)+$/", 100);
  expect(await find()).toMatchObject({ status: "Running" });
  const { find: findNow } = startedQuery(new QueryPace(), "filter @message like /^(x+)+$/", 100);
  await expect.poll(async () => (await findNow())?.status).toBe("Failed");
});

test("a query that is not done after 60 minutes times out with the rows that it has", async () => {
  const { find, pass } = startedQuery(new QueryPace({ bytesPerSecond: 1 }));
  pass(HOUR - 1);
  expect(await find()).toMatchObject({ status: "Running" });
  pass(1);
  const query = await find();
  expect(query?.status).toBe("Timeout");
  expect(query?.result.rows).toHaveLength(36);
});

test("the results of a query are kept for 7 days after its end", async () => {
  const { find, pass } = startedQuery(new QueryPace({ bytesPerSecond: 1000 }));
  pass(10_000);
  expect(await find()).toMatchObject({ status: "Complete" });
  pass(7 * 24 * HOUR);
  expect((await find())?.result.rows).toHaveLength(100);
  pass(1);
  expect(await find()).toBeUndefined();
});

test("a query scans exactly what its pace allows", async () => {
  const { find, pass } = startedQuery(new QueryPace({ scheduledMs: 1000, ms: 1000, bytesPerSecond: 500 }));
  expect(await find()).toMatchObject({ status: "Scheduled" });
  pass(1000);
  expect(await find()).toMatchObject({ status: "Running", run: { recordsScanned: 0 } });
  pass(3000);
  expect(await find()).toMatchObject({ status: "Running", run: { recordsScanned: 10, bytesScanned: 1000 } });
  pass(18_000);
  expect(await find()).toMatchObject({ status: "Complete", run: { recordsScanned: 100 } });
});
