import { expect, test } from "vitest";
import { CODE_CONTROLS } from "./code-controls.ts";
import { SourceFiles } from "./find-region.ts";
import { makeMutant } from "./make-mutant.ts";

const sources = new SourceFiles();

test.each(CODE_CONTROLS.map((control) => [control.title, control] as const))(
  "the control is found and can be removed: without it, %s",
  async (_title, control) => {
    expect((await makeMutant(sources, control)).files.size).toBeGreaterThan(0);
  },
);

test("each control has a title of its own", () => {
  const titles = CODE_CONTROLS.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
