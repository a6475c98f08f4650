import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import type { LogStreamsPage } from "#lib/logs/shared/log-view.ts";
import { policy, REGION, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { listLogStreams } from "./list-log-groups.ts";

const PLACE = { accountId: "222222222222", region: REGION };
const GROUP = "/app/many/streams";
const COUNT = 120;

let sandbox: Sandbox;
let portal: Portal;
let reader: LogReader;

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  reader = await openedReader();
  sandbox.state.logs.createGroup(PLACE, { logGroupName: GROUP });
  for (let n = 0; n < COUNT; n++) {
    const logStreamName = `task/${String(n).padStart(3, "0")}`;
    sandbox.state.logs.createStream(PLACE, GROUP, logStreamName);
    const timestamp = Date.now() - (COUNT - n) * 1000;
    if (n > 0) sandbox.state.logs.putEvents(PLACE, GROUP, logStreamName, [{ timestamp, message: `line ${n}` }]);
  }
});
beforeEach(async () => {
  await portal.meanwhile("delete from log_quotas", []);
});

async function openedReader(permissions?: string, scope = "/"): Promise<LogReader> {
  const actor = await portal.newOwner();
  const { connectionId } = await verifiedConnection(portal, sandbox.state.iam, actor, permissions === undefined ? {} : { permissions });
  await portal.meanwhile("update connections set log_group_prefix = $1 where id = $2", [scope, connectionId]);
  return accepted(await openLogReader(actor, portal.context, connectionId, REGION, "list-streams"));
}

const ask = (prefix = "", nextToken: string | null = null, by = reader, logGroup = GROUP) =>
  listLogStreams(by, { connectionId: "", region: REGION, logGroup, prefix, nextToken }, REGION);

async function pagesOf(prefix: string): Promise<LogStreamsPage["streams"][]> {
  const pages: LogStreamsPage["streams"][] = [];
  for (let token: string | null = null; ; ) {
    const { streams, nextToken }: LogStreamsPage = accepted(await ask(prefix, token));
    pages.push(streams);
    if (nextToken === null) return pages;
    token = nextToken;
  }
}

test("the error names the permission that the role lacks", async () => {
  const shut = await openedReader(policy(["logs:DescribeLogGroups", "logs:FilterLogEvents"]));
  expect(await ask("", null, shut)).toMatchObject({
    ok: false,
    code: "not-allowed",
    message: expect.stringContaining("logs:DescribeLogStreams"),
  });
});

test("streams of a log group outside the scope are not found, and AWS is not called", async () => {
  const narrow = await openedReader(undefined, "/app/payments/");
  const before = sandbox.state.callLog.last;
  expect(await ask("", null, narrow)).toMatchObject({ ok: false, code: "not-found" });
  expect(sandbox.state.callLog.since(before)).toEqual([]);
});

test("the error says that a log group no longer exists", async () => {
  expect(await ask("", null, reader, "/app/none")).toMatchObject({
    ok: false,
    code: "not-found",
    message: expect.stringContaining("no longer exists"),
  });
});

test("continued throttling by AWS is an error, not an empty list", async () => {
  sandbox.state.faults.add({ service: "logs", fault: "throttle", match: {} });
  expect(await ask()).toMatchObject({ ok: false, code: "limited" });
});

test("short throttling is retried", async () => {
  sandbox.state.faults.add({ service: "logs", fault: "throttle", match: {}, times: 1 });
  expect(accepted(await ask()).streams.length).toBeGreaterThan(0);
});

test("a made-up token is an error with a sentence", async () => {
  expect(await ask("", "made-up")).toMatchObject({ ok: false, code: "invalid" });
});

test("the streams with the newest events are first, fifty per page, each once, including one without events", async () => {
  const pages = await pagesOf("");
  expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
  const streams = pages.flat();
  expect(streams[0]?.name).toBe(`task/${COUNT - 1}`);
  expect(new Set(streams.map(({ name }) => name)).size).toBe(COUNT);
  const times = streams.map(({ lastEventAt }) => lastEventAt ?? 0);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(streams.at(-1)).toEqual({ name: "task/000", lastEventAt: null });
});

test("a search finds the beginning of a name and is case-sensitive", async () => {
  expect((await pagesOf("task/01")).flat().map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, n) => `task/01${n}`));
  expect((await pagesOf("Task")).flat()).toEqual([]);
  expect((await pagesOf("01")).flat()).toEqual([]);
});
