import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ALL_ATTACK_CASES } from "./cases/all-attack-cases.ts";
import { arrangeFixtures, type Fixtures } from "./fixtures.ts";
import { withGeneratedTables } from "./readme-tables.ts";

const README = join(import.meta.dirname, "..", "README.md");

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await arrangeFixtures();
});
afterAll(() => fixtures.database.drop());

const attacks = () =>
  Object.entries(ALL_ATTACK_CASES).flatMap(([group, cases]) =>
    cases.map(([, , statements]) => ({ attacks: group, sql: [statements(fixtures)].flat().join("; ") })),
  );

test("the tables of db/README.md are those of the catalog and the attack cases; `vitest run -u` writes them", async () => {
  const text = await withGeneratedTables(readFileSync(README, "utf8"), fixtures.database.pool("owner"), attacks());
  await expect(text).toMatchFileSnapshot(README);
});
