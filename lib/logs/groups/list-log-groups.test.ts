import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ACME, accepted, type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import type { LogGroupsPage } from "#lib/logs/shared/log-view.ts";
import { policy, REGION, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { listLogGroups } from "./list-log-groups.ts";

let sandbox: Sandbox;
let portal: Portal;
let reader: LogReader;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortal(sandbox);
  reader = await openedReader();
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});
beforeEach(async () => {
  sandbox.state.faults.clear();
  await portal.meanwhile("delete from log_quotas", []);
});

async function openedReader(permissions?: string, prefix = "/"): Promise<LogReader> {
  const actor = await portal.newOwner();
  const { connectionId } = await verifiedConnection(portal, sandbox.state.iam, actor, permissions === undefined ? {} : { permissions });
  await portal.meanwhile("update connections set log_group_prefix = $1 where id = $2", [prefix, connectionId]);
  return accepted(await openLogReader(actor, portal.context, connectionId, REGION, "search"));
}

const ask = (search: string, nextToken: string | null = null, by = reader) =>
  listLogGroups(by, { connectionId: "", region: REGION, search, nextToken }, REGION);

/** The names on all pages, page by page. */
async function pagesOf(search: string, by = reader): Promise<string[][]> {
  const pages: string[][] = [];
  for (let token: string | null = null; ; ) {
    const { groups, nextToken }: LogGroupsPage = accepted(await ask(search, token, by));
    pages.push(groups.map(({ name }) => name));
    if (nextToken === null) return pages;
    token = nextToken;
  }
}

test("the error names the permission that the role lacks", async () => {
  const shut = await openedReader(policy(["logs:FilterLogEvents"]));
  expect(await ask("", null, shut)).toMatchObject({
    ok: false,
    code: "not-allowed",
    message: expect.stringContaining("logs:DescribeLogGroups"),
  });
});

test("continued throttling by AWS is an error, not an empty list", async () => {
  sandbox.state.faults.add({ service: "logs", fault: "throttle", match: {} });
  expect(await ask("")).toMatchObject({ ok: false, code: "limited" });
}, 15_000);

test("short throttling is retried", async () => {
  sandbox.state.faults.add({ service: "logs", fault: "throttle", match: {}, times: 1 });
  expect(accepted(await ask("")).groups.length).toBeGreaterThan(0);
}, 15_000);

test("a made-up token is an error with a sentence", async () => {
  expect(await ask("", "made-up")).toMatchObject({ ok: false, code: "invalid" });
});

test("more than fifty log groups are listed page by page, each once, in the order of AWS", async () => {
  const pages = await pagesOf("");
  const names = pages.flat();
  expect(pages[0]).toHaveLength(50);
  expect(pages.length).toBeGreaterThan(1);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual([...names].sort());
  expect(names).toContain("/app/payments/api");
});

test("a search finds any part of the name and is case-sensitive", async () => {
  expect((await pagesOf("ments/w")).flat()).toEqual(["/app/payments/worker"]);
  expect((await pagesOf("Ments/w")).flat()).toEqual([]);
});

test("log groups outside the scope are never listed, for any search", async () => {
  const narrow = await openedReader(undefined, "/app/payments/");
  expect((await pagesOf("", narrow)).flat()).toEqual(["/app/payments/api", "/app/payments/worker"]);
  expect((await pagesOf("api", narrow)).flat()).toEqual(["/app/payments/api"]);
  expect((await pagesOf("checkout", narrow)).flat()).toEqual([]);
});

test("pages without a log group in scope are skipped, at most ten per call", async () => {
  const place = { accountId: "222222222222", region: REGION };
  for (let n = 0; n < 560; n++) sandbox.state.logs.createGroup(place, { logGroupName: `/aaa/needle-${String(n).padStart(3, "0")}` });
  sandbox.state.logs.createGroup(place, { logGroupName: "/zzz/needle" });
  const narrow = await openedReader(undefined, "/zzz/");
  const before = sandbox.state.callLog.last;
  const first = accepted(await ask("needle", null, narrow));
  expect(first).toMatchObject({ groups: [], nextToken: expect.any(String) });
  expect(sandbox.state.callLog.since(before)).toHaveLength(10);
  const second = accepted(await ask("needle", first.nextToken, narrow));
  // AWS gives a token after the last page of a substring search too. The page after it is empty.
  expect(second).toMatchObject({ groups: [{ name: "/zzz/needle" }], nextToken: expect.any(String) });
  expect(accepted(await ask("needle", second.nextToken, narrow))).toEqual({ groups: [], nextToken: null });
});

test("sizes, retention and class are listed where AWS returns them", async () => {
  const { groups } = accepted(await ask("", null, await openedReader(undefined, "/app/warehouse/")));
  expect(groups).toEqual([
    { name: "/app/warehouse/archive", storedBytes: expect.any(Number), retentionDays: 14, logClass: "INFREQUENT_ACCESS" },
  ]);
});

test.each([
  ["ESSENTIALS", "ESSENTIALS"],
  ["DELIVERY", "DELIVERY"],
] as const)("the class %s is listed, and not as an unknown one", async (logGroupClass, logClass) => {
  const name = `/classes/${logGroupClass.toLowerCase()}`;
  sandbox.state.logs.createGroup({ accountId: ACME, region: REGION }, { logGroupName: name, logGroupClass });
  const { groups } = accepted(await ask("", null, await openedReader(undefined, name)));
  expect(groups).toMatchObject([{ name, logClass }]);
});

test("a connection to all log groups lists them: AWS rejects an empty prefix, so none is sent", async () => {
  const [names = []] = await pagesOf("", await openedReader(undefined, ""));
  expect(names).toHaveLength(50);
});
