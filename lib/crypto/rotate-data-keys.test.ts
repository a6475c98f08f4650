import { createSecretKey, randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { CannotOpen, rotateDataKeys } from "./rotate-data-keys.ts";
import { openSealedRoleArn, sealRoleArn } from "./seal-role-arn.ts";

const [old, fresh] = [
  { id: "k1", key: createSecretKey(randomBytes(32)) },
  { id: "k2", key: createSecretKey(randomBytes(32)) },
];
const before = new Secret([old]);
const ring = new Secret([fresh, old]);
const after = new Secret([fresh]);
const ARN = storedRoleArn("arn:aws:iam::222222222222:role/sallyport/reader");

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
let customer: CustomerId;
beforeAll(async () => {
  database = await createFakeTimeDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  customer = await arrangeCustomer(database.pool("owner"));
  await meanwhile("update connections set role_arn = 'v1.k2.AAAA' where role_arn is not null", []);
});

async function meanwhile(text: string, values: readonly unknown[]): Promise<void> {
  const client = await database.pool("admin").connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    await client.query(text, [...values]);
    await client.query("commit");
  } finally {
    client.release();
  }
}

async function sealedConnection(status: "connected" | "quarantined" | "disabled" = "connected") {
  const { id, externalId } = await arrangeConnection(database.pool("owner"), customer, { status });
  const place = { table: "connections", customerId: customer, connectionId: id, externalId } as const;
  await meanwhile("update connections set role_arn = $2 where id = $1", [id, sealRoleArn(before, place, ARN)]);
  return { id, place };
}

const stored = async (id: string): Promise<string> =>
  (await database.pool("owner").query("select role_arn from connections where id = $1", [id])).rows[0]?.["role_arn"];
const rotate = () => rotateDataKeys(new Secret(database.urls.owner), ring);

test("every ARN is sealed under the new key, whatever the status, and opens without the old key; nothing else changes", async () => {
  const connections = [await sealedConnection(), await sealedConnection("quarantined"), await sealedConnection("disabled")];
  const rest = async () =>
    (
      await database
        .pool("owner")
        .query("select to_jsonb(k) - 'role_arn' as row from connections k where customer_id = $1 order by id", [customer])
    ).rows;
  const unchanged = await rest();
  expect(await rotate()).toEqual({ resealed: 3, overtaken: 0, pendingArns: 0, verifications: expect.any(Number) });
  for (const { id, place } of connections) expect(openSealedRoleArn(after, place, await stored(id))).toBe(ARN);
  expect(await rest()).toEqual(unchanged);
  expect(await rotate()).toEqual({ resealed: 0, overtaken: 0, pendingArns: 0, verifications: expect.any(Number) });
});

test("a ciphertext moved from another connection is not opened: the rotation stops there, and continues once that is fixed", async () => {
  const [one, two] = [await sealedConnection(), await sealedConnection()];
  const [own, moved] = [await stored(two.id), await stored(one.id)];
  await meanwhile("update connections set role_arn = $2 where id = $1", [two.id, moved]);
  await expect(rotate()).rejects.toMatchObject({ name: CannotOpen.name, connectionId: two.id, cause: expect.any(Error) });
  expect(await stored(two.id)).toBe(moved);
  await meanwhile("update connections set role_arn = $2 where id = $1", [two.id, own]);
  const { resealed } = await rotate();
  expect(resealed).toBeGreaterThanOrEqual(1);
  for (const { id, place } of [one, two]) expect(openSealedRoleArn(after, place, await stored(id))).toBe(ARN);
});

test("an ARN that a verification sealed again meanwhile is not changed", async () => {
  const { id, place } = await sealedConnection();
  const was = await stored(id);
  const resealed = sealRoleArn(ring, place, ARN);
  await meanwhile("update connections set role_arn = $2 where id = $1", [id, resealed]);
  const late = await database
    .pool("owner")
    .query("select reseal_role_arn($1, $2, $3, $4) as done", [customer, id, was, sealRoleArn(ring, place, ARN)]);
  expect(late.rows).toEqual([{ done: false }]);
  expect(await stored(id)).toBe(resealed);
});

test("no process may replace a sealed ARN without a verification: the database rejects each of their roles, and the owner's update", async () => {
  const { id, place } = await sealedConnection();
  const values = [customer, id, await stored(id), sealRoleArn(ring, place, ARN)];
  for (const login of ["app", "staff", "worker", "signin"] as const) {
    await expect(database.pool(login).query("select reseal_role_arn($1, $2, $3, $4)", values)).rejects.toMatchObject({ code: "42501" });
    await expect(database.pool(login).query("insert into reseals values ($1, $2, $3)", [customer, id, "x"])).rejects.toMatchObject({
      code: "42501",
    });
  }
  // A verification allows a new ciphertext for 15 minutes.
  await database.time.pass("15 minutes 1 s");
  await expect(database.pool("owner").query("update connections set role_arn = $2 where id = $1", [id, values[3]])).rejects.toMatchObject({
    constraint: "not_verified",
  });
});
