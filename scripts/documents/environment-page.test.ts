import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withEnvironmentTable } from "./environment-page.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "environment.md");

test("the table of docs/environment.md has every variable that a schema parses; `vitest run … -u` writes it", async () => {
  await expect(withEnvironmentTable(readFileSync(PAGE, "utf8"))).toMatchFileSnapshot(PAGE);
});
