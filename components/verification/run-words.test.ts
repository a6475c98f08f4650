import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VERDICTS } from "#kernel/verification/verdict.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import { runKind } from "./run-words.ts";

test.each([...VERDICTS, null])("a run with the verdict %s has a color of its own in the bar chart", (verdict) => {
  const css = readFileSync("components/connections/detail/overview.module.css", "utf8");
  expect(css).toMatch(new RegExp(`^\\.${runKind({ verdict } as RunView)}[ ,{]`, "m"));
});
