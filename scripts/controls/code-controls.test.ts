import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CODE_CONTROLS } from "./code-controls.ts";

test.each(CODE_CONTROLS.map((wall) => [wall.title, wall] as const))("the wall stands where the list says: %s", (_title, wall) => {
  expect(readFileSync(wall.file, "utf8").split(wall.from)).toHaveLength(2);
  expect(wall.to).not.toBe(wall.from);
  expect(existsSync(wall.test), wall.test).toBe(true);
});

test("each wall has a name of its own", () => {
  const titles = CODE_CONTROLS.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
