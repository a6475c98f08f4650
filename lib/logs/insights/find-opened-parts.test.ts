import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { findConnections } from "#lib/connections/views/find-connections.ts";
import { queriesForFile } from "#lib/logs/testing/query-fixture.ts";
import { crossConnectionOf } from "./cross-connection-of.ts";
import { findOpenedParts } from "./find-opened-parts.ts";

const q = queriesForFile();
async function opened(word: string | readonly string[] | undefined, actor: CustomerActor = q.actor) {
  const connections = (await findConnections(actor, q.portal.context)).map(crossConnectionOf).filter((each) => each !== null);
  return findOpenedParts(actor, connections, word);
}
async function done(): Promise<string> {
  q.write(q.group, ["one"]);
  const [first] = await q.run();
  if (first?.kind !== "accepted") throw new Error("not accepted");
  return first.queryId;
}
const own = () => q.queried.connection.connectionId;
const part = async (word: string, actor?: CustomerActor) => {
  const found = await opened(word, actor);
  return found.kind === "parts" ? found.parts.map(({ result }) => result) : found.kind;
};

test("a colleague's link finds the query of each connection, and AWS is not asked", async () => {
  const queryId = await done();
  const before = q.sandbox.state.callLog.last;
  expect(await part(`${own()}~${queryId}`)).toMatchObject([{ kind: "kept", query: { queryId, logGroups: [q.group] } }]);
  await q.portal.meanwhile("update log_queries set started_at = now() - interval '7 days 1 s' where id = $1", [queryId]);
  expect(await part(`${own()}~${queryId}`)).toMatchObject([{ kind: "expired", query: { queryId } }]);
  expect(q.calls(before)).toEqual([]);
});

test("nothing is found of another customer's connection, of another connection than the query's, nor of an unknown query", async () => {
  const queryId = await done();
  const other = await q.newQueried();
  const stranger = await q.portal.newOwner();
  const absent = [{ kind: "absent" }];
  expect(await part(`${own()}~${queryId}`, stranger)).toEqual(absent);
  expect(await part(`${other.connection.connectionId}~${queryId}`)).toEqual(absent);
  expect(await part(`${randomUUID()}~${queryId}`)).toEqual(absent);
  expect(await part(`${own()}~${randomUUID()}`)).toEqual(absent);
  const foreign = await q.newQueried("query", undefined, stranger);
  expect(await part(`${foreign.connection.connectionId}~${queryId}*${own()}~${queryId}`)).toEqual("absent");
  expect(await part(`${foreign.connection.connectionId}~${randomUUID()}*${own()}~${queryId}`)).toMatchObject([...absent, { kind: "kept" }]);
});

test("nothing is found of a connection that can't be read now: quarantined, or without queries", async () => {
  const queryId = await done();
  const word = `${own()}~${queryId}`;
  for (const change of ["status = 'quarantined'", "log_access = 'browse'"]) {
    await q.portal.meanwhile(`update connections set ${change} where id = $1`, [own()]);
    expect(await part(word)).toEqual([{ kind: "absent" }]);
    await q.portal.meanwhile("update connections set status = 'connected', log_access = 'query' where id = $1", [own()]);
  }
  expect(await part(word)).toMatchObject([{ kind: "kept" }]);
});

test("a link that the portal did not make opens nothing: malformed, named twice, or more parts than a query has", async () => {
  const queryId = await done();
  const good = `${own()}~${queryId}`;
  const many = (count: number) => Array.from({ length: count }, () => `${own()}~${randomUUID()}`).join("*");
  const words = [
    "",
    "*",
    "nonsense",
    own(),
    queryId,
    `${good}*`,
    `${good}~more`,
    `${good}*${good}`,
    `${good}*${own()}~${queryId.toUpperCase()}`,
    `${good}' or 1=1`,
    many(11),
    many(51),
  ];
  for (const word of [...words, [good], [good, good]]) expect(await opened(word), String(word)).toEqual({ kind: "absent" });
  expect(await opened(undefined)).toEqual({ kind: "none" });
  expect(await opened(many(10))).toMatchObject({ kind: "parts" });
});
