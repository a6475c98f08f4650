import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What ships. The command `verify` exists in a checkout only. */
const SHIPPED = "{app,components,db,kernel,lib,worker}/**/*.{ts,tsx,sql}";
const IN_CHECKOUT_ONLY = /\.test\.tsx?$|\/testing\/|\/attack-tests\/|^lib\/verification\/cli\//;

test("no message names an npm script, which neither a build nor the image has: it names `sallyport COMMAND`", () => {
  const files = globSync([SHIPPED, "instrumentation.ts"]).filter((file) => !IN_CHECKOUT_ONLY.test(file));
  expect(files.length).toBeGreaterThan(500);
  const named = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => /npm (run|start)/.test(line) && !/^\s*(\/\/|\/?\*|--)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(named).toEqual([]);
});
