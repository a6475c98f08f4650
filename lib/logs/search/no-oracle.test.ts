import { randomUUID } from "node:crypto";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import pg from "pg";
import { expect, test, vi } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { NOT_FOUND } from "#kernel/result.ts";
import { recheckConnection, submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { disableConnection, removeConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { renameConnection, saveChoices } from "#lib/connections/lifecycle/save-choices.ts";
import { cancelRotation, startRotation } from "#lib/connections/rotation/start-rotation.ts";
import { verifyPending } from "#lib/connections/rotation/verify-pending.ts";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { setFavorite } from "#lib/logs/groups/favorite-log-groups.ts";
import { removeSavedSearch, saveSearch } from "#lib/logs/saved/saved-searches-save.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { REGION, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";

const GROUP = "/app/payments/api";
const ROLE = "arn:aws:iam::222222222222:role/sallyport/reader";
const CHOICES = { logAccess: "browse", logGroupPrefix: "/app/", stackRegion: REGION, permissionsBoundaryArn: "", rolePath: "/" } as const;

let sandbox: Sandbox;
let portal: Portal;
let requester: CustomerActor;
/** Another customer's rows, with every value that an attacker could guess. */
let theirs: { readonly connection: ConnectionId; readonly search: string };

const search = (actor: CustomerActor, connectionId: ConnectionId) =>
  saveSearch(actor, { connectionId, name: "errors", words: { region: REGION, group: GROUP } });
const addFavorite = (actor: CustomerActor, connectionId: ConnectionId) =>
  setFavorite(actor, { connectionId, region: REGION, logGroup: GROUP, favorite: true });

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  requester = await portal.newOwner();
  const victim = await portal.newOwner();
  const { connectionId } = await verifiedConnection(portal, sandbox.state.iam, victim);
  theirs = { connection: connectionId, search: accepted(await search(victim, connectionId)).id };
  accepted(await addFavorite(victim, connectionId));
});

const VERBS: Readonly<Record<string, (connection: ConnectionId, search: string) => Promise<unknown>>> = {
  submitRoleArn: (connectionId) => submitRoleArn(requester, portal.context, { connectionId, roleArn: ROLE }),
  "submitRoleArn of our own account": (connectionId) =>
    submitRoleArn(requester, portal.context, { connectionId, roleArn: ROLE.replace("222222222222", "999999999999") }),
  recheckConnection: (id) => recheckConnection(requester, portal.context, id),
  renameConnection: (id) => renameConnection(requester, id, "mine"),
  saveChoices: (id) => saveChoices(requester, portal.context, id, { ...CHOICES, allowSelfInspection: false }),
  disableConnection: (id) => disableConnection(requester, id),
  removeConnection: (id) => removeConnection(requester, id),
  startRotation: (connectionId) => startRotation(requester, { customerId: requester.customerId, connectionId }),
  verifyPending: (id) => verifyPending(requester, portal.context, id),
  cancelRotation: (id) => cancelRotation(requester, id),
  findConnectView: (id) => findConnectView(requester, portal.context, id),
  findConnectionDetail: (id) => findConnectionDetail(requester, portal.context, id),
  openLogReader: (id) => openLogReader(requester, portal.context, id, REGION, "search"),
  saveSearch: (id) => search(requester, id),
  setFavorite: (id) => addFavorite(requester, id),
  removeSavedSearch: (_id, id) => removeSavedSearch(requester, id),
};

/** The result of a function and every SQL statement that it sent: calls with the same statements take the same time, except for noise. */
async function askedAs(verb: (connection: ConnectionId, search: string) => Promise<unknown>, connection: ConnectionId, id: string) {
  const statements: string[] = [];
  const spy = vi.spyOn(pg.Client.prototype, "query");
  const before = sandbox.state.callLog.last;
  const answer = await verb(connection, id);
  for (const [first] of spy.mock.calls as unknown[][])
    statements.push(typeof first === "string" ? first : String((first as { text?: string }).text));
  spy.mockRestore();
  return { answer, statements, calls: sandbox.state.callLog.since(before) };
}

test.each(Object.entries(VERBS))(
  "%s answers another customer's row like none at all, after the same statements and no call to AWS",
  async (_name, verb) => {
    const foreign = await askedAs(verb, theirs.connection, theirs.search);
    const absent = await askedAs(verb, ConnectionId.parse(randomUUID()), randomUUID());
    expect(foreign).toEqual(absent);
    expect(foreign).toMatchObject({ answer: NOT_FOUND, calls: [] });
    expect(foreign.statements.length).toBeGreaterThan(1);
  },
);
