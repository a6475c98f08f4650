import { afterEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { tryAttackCase } from "./attack-case.ts";
import { ALL_ATTACK_CASES } from "./cases/all-attack-cases.ts";
import { MISSING_CONTROLS } from "./cases/missing-controls.ts";
import { arrangeFixtures } from "./fixtures.ts";

// Each needs a database with all fixtures, so an ordinary run takes every ninth; SALLYPORT_ALL_CONTROLS=1 runs them all.
const chosen = MISSING_CONTROLS.filter((_, n) => process.env["SALLYPORT_ALL_CONTROLS"] === "1" || n % 9 === 0);

let database: TestDatabase;
afterEach(() => database.drop());

test.each(chosen)("an attack case fails without this control: %s", async (_title, sql, attacked) => {
  database = await createTestDatabase();
  await database.pool("owner").query(sql);
  const fixtures = await arrangeFixtures(database);
  const outcomes = [];
  for (const attackCase of ALL_ATTACK_CASES[attacked])
    outcomes.push(
      await tryAttackCase(fixtures, attackCase).then(
        (got) => got === attackCase[3],
        () => false,
      ),
    );
  expect(outcomes).toContain(false);
});
