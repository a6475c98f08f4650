import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { YOUNG_GENERATION } from "#stack/demo/environment.ts";

test("a deployment's web process has the young generation that the demo's has", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  expect(scripts.start.split(" ")).toEqual(["node", "scripts/bootstrap.mjs", YOUNG_GENERATION, "scripts/start.ts"]);
});
