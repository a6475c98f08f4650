import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { messageFiles, UNUSED } from "./cloudscape-messages.ts";

const ROOT = join(import.meta.dirname, "..", "..");

test.each([...messageFiles()])(
  "components/theme/messages/%s has the texts of the installed Cloudscape; `vitest run … -u` writes it",
  async (name, texts) => {
    await expect(`${JSON.stringify(texts)}\n`).toMatchFileSnapshot(join(ROOT, "components", "theme", "messages", name));
  },
);

test("no component is used whose texts no page loads", () => {
  const sources = globSync(["app/**/*.tsx", "components/**/*.tsx"], { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), "utf8"));
  expect(sources.length).toBeGreaterThan(100);
  const used = sources.flatMap((source) =>
    [...source.matchAll(/@cloudscape-design\/components\/([a-z0-9-]+)/g)].flatMap(([, name]) => name ?? []),
  );
  expect(used).toContain("button");
  expect(UNUSED.filter((name) => used.includes(name))).toEqual([]);
});
