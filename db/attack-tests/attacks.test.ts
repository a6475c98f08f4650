import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tryAttackCase } from "./attack-case.ts";
import { ALL_ATTACK_CASES } from "./cases/all-attack-cases.ts";
import { arrangeFixtures, type Fixtures } from "./fixtures.ts";

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await arrangeFixtures();
});
afterAll(() => fixtures.database.drop());

describe.each(Object.entries(ALL_ATTACK_CASES))("attacks on %s", (_name, attackCases) => {
  test.each(attackCases.map((attackCase, n) => [n + 1, attackCase[0], attackCase[1], attackCase[3], attackCase] as const))(
    "%i: as %s, %s: %s",
    async (_n, _as, _title, expected, attackCase) => {
      expect(await tryAttackCase(fixtures, attackCase)).toBe(expected);
    },
  );
});

const hiddenRows = Object.values(ALL_ATTACK_CASES)
  .flat()
  .filter(([as, title, , expected]) => as.startsWith("app") && expected === "0 rows" && !title.startsWith("verifies"));
test.each(hiddenRows.map((attackCase) => [attackCase[1], attackCase] as const))(
  "the rows exist that are hidden from a login that %s",
  async (_title, [, title, statements]) => {
    expect(await tryAttackCase(fixtures, ["owner", title, statements, ">0 rows"])).toMatch(/^[1-9][0-9]* rows$/);
  },
);
