import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { YOUNG_GENERATION } from "#stack/demo/environment.ts";

test("npm start sets the same size of V8's young generation as the demo", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  expect(scripts.start.split(" ")).toEqual(["node", "scripts/bootstrap.mjs", YOUNG_GENERATION, "scripts/start.ts"]);
});
