import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALL_CHEATS } from "./all-attack-cases.ts";
import { tryAttackCase } from "./attack-case.ts";
import { arrangeFixtures, type World } from "./fixtures.ts";

let world: World;
beforeAll(async () => {
  world = await arrangeFixtures();
});
afterAll(() => world.database.drop());

describe.each(Object.entries(ALL_CHEATS))("the walls round %s", (_name, cheats) => {
  test.each(cheats.map((cheat, n) => [n + 1, cheat[0], cheat[1], cheat[3], cheat] as const))(
    "%i: as %s, %s: %s",
    async (_n, _as, _title, expected, cheat) => {
      expect(await tryAttackCase(world, cheat)).toBe(expected);
    },
  );
});

const unseen = Object.values(ALL_CHEATS)
  .flat()
  .filter(([as, title, , expected]) => as.startsWith("app") && expected === "0 rows" && !title.startsWith("verifies"));
test.each(unseen.map((cheat) => [cheat[1], cheat] as const))(
  "there is something to see for whoever %s",
  async (_title, [, title, statements]) => {
    expect(await tryAttackCase(world, ["owner", title, statements, ">0 rows"])).toMatch(/^[1-9][0-9]* rows$/);
  },
);
