import { randomInt } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { parseRoleArn } from "#kernel/aws/role-arn.ts";
import { compareRoleArns } from "#lib/verification/testing/role-arns/compare-role-arns.ts";
import { databaseReader, isText } from "#lib/verification/testing/role-arns/database-role-arns.ts";
import { OWN_ACCOUNTS, randomRoleArn } from "#lib/verification/testing/role-arns/random-role-arn.ts";
import { SeededRandom } from "#lib/verification/testing/seeded-random.ts";

const FIXED = 20_261_126;
const fresh = randomInt(2 ** 31);
const good = "arn:aws:iam::222222222222:role/sallyport/stack-Role-1QK8Z4XW2N7C";

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.urls.admin });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

describe("parser and database accept the same role ARNs", () => {
  test.each([FIXED, fresh])("5,000 texts from seed %i", async (seed) => {
    const { accepted, refused, withNul, disagreements } = await compareRoleArns(client, seed, 5000);
    expect(disagreements).toEqual([]);
    // Valid ARNs and every problem must occur, or the agreement would mean little.
    expect(accepted).toBeGreaterThan(1000);
    expect(withNul).toBeGreaterThan(0);
    expect(Object.keys(refused).toSorted()).toEqual(
      [
        "assumed-role",
        "empty",
        "hidden-characters",
        "malformed",
        "not-a-role",
        "other-partition",
        "own-account",
        "service-role",
        "too-long",
      ].toSorted(),
    );
  });

  test("the database accepts a valid ARN and no NUL, so that its answers can be trusted", async () => {
    const read = await databaseReader(client, "aws", OWN_ACCOUNTS);
    const role = { accountId: "222222222222", roleName: "stack-Role-1QK8Z4XW2N7C" };
    expect(await read([good, `${good}\n`, ` ${good}`])).toEqual([
      { role, isStoredInClear: false },
      { role: undefined, isStoredInClear: false },
      { role: undefined, isStoredInClear: false },
    ]);
    expect([await isText(client, good), await isText(client, `${good}\u0000`)]).toEqual([true, false]);
  });
});

test("a text of 100 kB is rejected for its length before anything else is checked", () => {
  const random = new SeededRandom(fresh);
  for (let i = 0; i < 200; i++) {
    const text = randomRoleArn(random).padEnd(100_000, random.pick(["a", "/", "a/", ":", "\u200b", "role/", "\n"]));
    expect(parseRoleArn(text, "aws", OWN_ACCOUNTS)).toEqual({ kind: "problem", problem: "too-long" });
  }
});
