import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CODE_CONTROLS } from "./code-controls.ts";

test.each(CODE_CONTROLS.map((control) => [control.title, control] as const))(
  "the file contains the quoted code once: %s",
  (_title, control) => {
    expect(readFileSync(control.file, "utf8").split(control.from)).toHaveLength(2);
    expect(control.to).not.toBe(control.from);
    expect(existsSync(control.test), control.test).toBe(true);
  },
);

test("each control has a title of its own", () => {
  const titles = CODE_CONTROLS.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
