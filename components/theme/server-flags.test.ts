import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { expect, test } from "vitest";
import { setServerFlags } from "./server-flags.ts";

const ASKED = /getGlobalFlag\(['"](\w+)['"]\)/g;

/** The flags that Cloudscape's components ask for, from their source. */
async function askedFlags(): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const file of glob("node_modules/@cloudscape-design/{components,component-toolkit}/**/*.js")) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(ASKED)) if (name !== undefined) found.add(name);
  }
  return [...found];
}

test("each flag that Cloudscape asks for is set on the server, so that none is looked up in a window that does not exist", async () => {
  setServerFlags();
  const flags: Readonly<Record<string, unknown>> = Reflect.get(globalThis, Symbol.for("awsui-global-flags"));
  const asked = await askedFlags();
  expect(asked).toContain("oneTheme");
  expect(asked.filter((name) => flags[name] !== false)).toEqual([]);
});
