import { afterEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { ALL_CHEATS } from "./all-attack-cases.ts";
import { tryAttackCase } from "./attack-case.ts";
import { arrangeFixtures } from "./fixtures.ts";

/** A function that asks who calls it, and the statement by which it asks. */
type Guard = readonly [name: string, asks: string, definition: string];

/** Asked twice: `must_be_owner`, which both call after they have taken the owners' locks, asks the same again. */
const TWICE = ["remove_member perform must_be_own(c);", "set_member_role perform must_be_own(c);"];

/** Every guard of every function of the database, whatever migration made it. */
async function standingGuards(): Promise<readonly Guard[]> {
  const database = await createTestDatabase();
  const { rows } = await database.pool("owner").query<{ name: string; definition: string }>(
    `select proname as name, pg_get_functiondef(oid) as definition from pg_proc
      where pronamespace = 'public'::regnamespace and prosrc ~ 'perform must_be_' order by proname`,
  );
  await database.drop();
  return rows.flatMap(({ name, definition }) =>
    [...new Set(definition.match(/perform must_be_\w+\([^;]*\);/g))].map((asks): Guard => [name, asks, definition]),
  );
}

const guards = await standingGuards();
const twice = guards.filter(([name, asks]) => TWICE.includes(`${name} ${asks}`));
if (guards.length < 35 || twice.length !== TWICE.length) throw new Error(`${guards.length} guards were found, ${twice.length} asked twice`);
// Each costs a database and a world, so that an ordinary run takes every twelfth; SALLYPORT_ALL_CONTROLS=1 takes them all.
const chosen = guards
  .filter((guard) => !twice.includes(guard))
  .filter((_, n) => process.env["SALLYPORT_ALL_CONTROLS"] === "1" || n % 12 === 0);

let database: TestDatabase | undefined;
afterEach(async () => {
  await database?.drop();
  database = undefined;
});

test.each(chosen)("a cheat succeeds when %s does not ask: %s", async (_name, asks, definition) => {
  database = await createTestDatabase();
  await database.pool("owner").query(definition.replace(asks, ""));
  const world = await arrangeFixtures(database);
  const outcomes = [];
  for (const cheat of Object.values(ALL_CHEATS).flat())
    outcomes.push(
      await tryAttackCase(world, cheat).then(
        (got) => got === cheat[3],
        () => false,
      ),
    );
  expect(outcomes).toContain(false);
});
