import { afterEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { ALL_CHEATS } from "./all-attack-cases.ts";
import { tryAttackCase } from "./attack-case.ts";
import { arrangeFixtures } from "./fixtures.ts";
import { MISSING_WALLS } from "./missing-controls.ts";

// Each costs a database and a world, so that an ordinary run takes every ninth; SALLYPORT_ALL_CONTROLS=1 takes them all.
const chosen = MISSING_WALLS.filter((_, n) => process.env["SALLYPORT_ALL_CONTROLS"] === "1" || n % 9 === 0);

let database: TestDatabase;
afterEach(() => database.drop());

test.each(chosen)("a cheat succeeds when this wall is gone: %s", async (_title, sql, notices) => {
  database = await createTestDatabase();
  await database.pool("owner").query(sql);
  const world = await arrangeFixtures(database);
  const outcomes = [];
  for (const cheat of ALL_CHEATS[notices])
    outcomes.push(
      await tryAttackCase(world, cheat).then(
        (got) => got === cheat[3],
        () => false,
      ),
    );
  expect(outcomes).toContain(false);
});
