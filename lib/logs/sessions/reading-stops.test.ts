import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { disableConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { saveChoices } from "#lib/connections/lifecycle/save-choices.ts";
import { accepted, correctTrust, type Draft, endOf, newRole, type Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { eventWriter } from "#lib/logs/download/download-format.ts";
import { downloadLogEvents } from "#lib/logs/download/download-log-events.ts";
import { listLogGroups, listLogStreams } from "#lib/logs/groups/list-log-groups.ts";
import { searchLogEvents } from "#lib/logs/search/search-log-events.ts";
import type { LogSearchPart } from "#lib/logs/shared/log-view.ts";
import { openLogReader } from "./open-log-reader.ts";

const REGION = "eu-central-1";
const SCOPE = "/app/checkout";
let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let draft: Draft;

portalForFile((made) => {
  ({ sandbox, portal } = made);
});
beforeEach(async () => {
  actor = await portal.newOwner();
  draft = await portal.newDraft(actor);
  const choices = { logAccess: "browse", logGroupPrefix: SCOPE, stackRegion: REGION, permissionsBoundaryArn: "", rolePath: "/" } as const;
  accepted(await saveChoices(actor, portal.context, draft.connectionId, { ...choices, allowSelfInspection: false }));
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  const end = await endOf(await submitRoleArn(actor, portal.context, { connectionId: draft.connectionId, roleArn: arn }));
  expect(end.run.words?.title).toMatch(/^Connected/);
});

const readerOf = async () => accepted(await openLogReader(actor, portal.context, draft.connectionId, REGION, "search"));

async function search(logGroup: string): Promise<readonly LogSearchPart[]> {
  const asked = { connectionId: draft.connectionId, region: REGION, logGroup, from: Date.now() - 3_600_000, to: Date.now() };
  const parts: LogSearchPart[] = [];
  for await (const part of searchLogEvents(await readerOf(), { ...asked, pattern: "", cursor: null }, systemClock)) parts.push(part);
  return parts;
}

const query = () => ({ connectionId: draft.connectionId, region: REGION, search: "", nextToken: null });

test("a log group outside the scope that the owner chose is not read, although the role allows it, and AWS is not called", async () => {
  const before = sandbox.state.callLog.last;
  expect(await search("/app/fleet/service-01")).toEqual([expect.objectContaining({ kind: "failed", code: "not-found" })]);
  const asked = sandbox.state.callLog.since(before).map(({ action }) => action);
  expect(asked).not.toContain("FilterLogEvents");
  expect((await search("/app/checkout/web")).map(({ kind }) => kind)).toContain("events");
});

test("a log group outside the scope is not downloaded either", async () => {
  const search = { region: REGION, logGroup: "/app/fleet/service-01", from: Date.now() - 3_600_000, to: Date.now(), pattern: "" };
  const writer = eventWriter("txt", search.logGroup);
  const download = { customerId: actor.customerId, search, writer, clock: systemClock, signal: new AbortController().signal };
  expect(await downloadLogEvents(await readerOf(), download)).toMatchObject({ ok: false, code: "not-found" });
});

test("names of log groups that arrive after log access stopped are not returned", async () => {
  const reader = await readerOf();
  expect(accepted(await listLogGroups(reader, query(), REGION)).groups.map(({ name }) => name)).toEqual(["/app/checkout/web"]);
  accepted(await disableConnection(actor, draft.connectionId));
  expect(await listLogGroups(reader, query(), REGION)).toMatchObject({ ok: false, code: "not-found" });
});

test("names of log streams that arrive after log access stopped are not returned", async () => {
  const reader = await readerOf();
  const ask = () =>
    listLogStreams(
      reader,
      { connectionId: draft.connectionId, region: REGION, logGroup: "/app/checkout/web", prefix: "", nextToken: null },
      REGION,
    );
  expect(accepted(await ask()).streams.length).toBeGreaterThan(0);
  accepted(await disableConnection(actor, draft.connectionId));
  expect(await ask()).toMatchObject({ ok: false, code: "not-found" });
});
