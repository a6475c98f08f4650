import { afterEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { tryAttackCase } from "./attack-case.ts";
import { ALL_ATTACK_CASES } from "./cases/all-attack-cases.ts";
import { arrangeFixtures } from "./fixtures.ts";

/** A function that checks who calls it, and the statement that does the check. */
type Guard = readonly [name: string, asks: string, definition: string];

/** Both functions check twice: `assert_owner`, which they call after locking the owners, includes this check. */
const TWICE = ["remove_member perform assert_tenant(c);", "set_member_role perform assert_tenant(c);"];

/** Every guard of every function in the database. */
async function findGuards(): Promise<readonly Guard[]> {
  const database = await createTestDatabase();
  const { rows } = await database.pool("owner").query<{ name: string; definition: string }>(
    `select proname as name, pg_get_functiondef(oid) as definition from pg_proc
      where pronamespace = 'public'::regnamespace and prosrc ~ 'perform assert_(tenant|owner|staff)' order by proname`,
  );
  await database.drop();
  return rows.flatMap(({ name, definition }) =>
    [...new Set(definition.match(/perform assert_(?:tenant|owner|staff)\([^;]*\);/g))].map((asks): Guard => [name, asks, definition]),
  );
}

const guards = await findGuards();
const twice = guards.filter(([name, asks]) => TWICE.includes(`${name} ${asks}`));
if (guards.length < 35 || twice.length !== TWICE.length)
  throw new Error(`${guards.length} guards were found, ${twice.length} of them redundant`);
// Each needs a database with all fixtures, so an ordinary run takes every twelfth; SALLYPORT_ALL_CONTROLS=1 runs them all.
const chosen = guards
  .filter((guard) => !twice.includes(guard))
  .filter((_, n) => process.env["SALLYPORT_ALL_CONTROLS"] === "1" || n % 12 === 0);

let database: TestDatabase | undefined;
afterEach(async () => {
  await database?.drop();
  database = undefined;
});

test.each(chosen)("an attack case fails when %s lacks its guard: %s", async (_name, asks, definition) => {
  database = await createTestDatabase();
  await database.pool("owner").query(definition.replace(asks, ""));
  const fixtures = await arrangeFixtures(database);
  const outcomes = [];
  for (const attackCase of Object.values(ALL_ATTACK_CASES).flat())
    outcomes.push(
      await tryAttackCase(fixtures, attackCase).then(
        (got) => got === attackCase[3],
        () => false,
      ),
    );
  expect(outcomes).toContain(false);
});
