import { createSecretKey, randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { arrangeCustomer } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import { Secret } from "#kernel/process/secret.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { rotateDataKeys } from "./rotate-data-keys.ts";
import { sealRoleArn } from "./seal-role-arn.ts";
import { findKeyProblem, recordKeys, type StoredKeys } from "./stored-keys.ts";

const dataKey = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) });
const [k1, otherK1, k2] = [dataKey("k1"), dataKey("k1"), dataKey("k2")];
const index = new Secret("an index key of more than thirty-two characters");
const keys = (...ring: (typeof k1)[]): StoredKeys => ({ dataKeys: new Secret(ring), arnIndexKeys: [index] });
const WORKER: SystemActor = { kind: "system", task: "worker" };
const WEB: SystemActor = { kind: "system", task: "cli" };

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  const { worker, staff, owner } = database.urls;
  openDatabase({ worker: new Secret(worker), staff: new Secret(staff), owner: new Secret(owner) });
});
afterEach(async () => {
  await closeDatabase();
  await database.drop();
});

const problem = (given: StoredKeys, actor = WORKER) => inTransaction(actor, (tx) => findKeyProblem(tx, given), { readOnly: true });
const record = (given: StoredKeys, actor = WORKER) => inTransaction(actor, (tx) => recordKeys(tx, given));
const canaries = async () =>
  (await database.pool("admin").query<{ key_id: string }>("select key_id from data_key_canaries order by 1")).rows.map((row) => row.key_id);

async function sealOne(ring: StoredKeys["dataKeys"]): Promise<void> {
  const customer = await arrangeCustomer(database.pool("owner"));
  const { id, externalId } = await arrangeConnection(database.pool("owner"), customer, { status: "connected" });
  const place = { table: "connections", customerId: customer, connectionId: id, externalId } as const;
  const sealed = sealRoleArn(ring, place, storedRoleArn("arn:aws:iam::222222222222:role/sallyport/reader"));
  const client = await database.pool("admin").connect();
  await client.query("begin; set local session_replication_role = replica");
  await client.query("update connections set role_arn = $2 where id = $1", [id, sealed]);
  await client.query("commit");
  client.release();
}

test.each([
  ["the worker", WORKER],
  ["the web process", WEB],
])("%s notices another value of a key with which ARNs are encrypted, and says what to do", async (_, actor) => {
  await record(keys(k1), actor);
  await sealOne(keys(k1).dataKeys);
  expect(await problem(keys(k1), actor)).toBeUndefined();
  expect(await problem(keys(otherK1), actor)).toMatch(/^DATA_KEYS has another value for the key k1 .* Set the previous value again/);
  expect(await problem(keys(k2, otherK1), actor)).toMatch(/another value for the key k1/);
});

test("a key with which ARNs are encrypted can't be left out", async () => {
  await record(keys(k1));
  await sealOne(keys(k1).dataKeys);
  expect(await problem(keys(k2))).toMatch(/^DATA_KEYS lacks the key k1, .* Add it after the first key/);
  expect(await problem(keys(k2, k1))).toBeUndefined();
});

test("the canary of a key in use is never replaced, and none is added to a key that could be another one", async () => {
  await record(keys(k1));
  await sealOne(keys(k1).dataKeys);
  await record(keys(otherK1));
  expect(await problem(keys(k1))).toBeUndefined();
  await database.pool("admin").query("delete from data_key_canaries");
  await record(keys(otherK1));
  expect(await canaries()).toEqual([]);
});

test("before the first ARN is stored, any value is accepted, and the newest one counts", async () => {
  await record(keys(otherK1));
  expect(await problem(keys(k1))).toBeUndefined();
  expect(await problem(keys(k2))).toBeUndefined();
  await record(keys(k1));
  await sealOne(keys(k1).dataKeys);
  expect(await problem(keys(k1))).toBeUndefined();
});

test("checking a new database records nothing", async () => {
  expect(await problem(keys(k1))).toBeUndefined();
  const { rows } = await database.pool("admin").query("select from arn_index_keys union all select from data_key_canaries");
  expect(rows).toEqual([]);
});

test("a key that was added but has encrypted nothing can be taken back", async () => {
  await record(keys(k1));
  await sealOne(keys(k1).dataKeys);
  await record(keys(k2, k1));
  expect(await problem(keys(k1))).toBeUndefined();
});

test("after a rotation the old key can be removed, and its canary is forgotten", async () => {
  await record(keys(k1));
  await sealOne(keys(k1).dataKeys);
  await record(keys(k2, k1));
  expect(await canaries()).toEqual(["k1", "k2"]);
  await rotateDataKeys(new Secret(database.urls.owner), keys(k2, k1).dataKeys);
  expect(await canaries()).toEqual(["k2"]);
  expect(await problem(keys(k2))).toBeUndefined();
});
