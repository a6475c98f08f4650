import { expect, test } from "vitest";
import type { ProbeView } from "#lib/verification/shared/run-view.ts";
import { weaknessOfProbes } from "./weakness-of-probes.ts";

const gotIn = (...names: string[]): ProbeView[] =>
  ["none", "retired-1", "retiring"].map((name, n) => ({
    ...{ n, name, label: name, sent: "", expected: "denied", code: "", requestId: "", ms: 1 },
    got: names.includes(name) ? "allowed" : "denied",
  }));

test("the previous External ID is named as the weakness only if no other wrong call was allowed", () => {
  expect(weaknessOfProbes(gotIn("retiring")).cause).toMatch(/previous External ID/);
  for (const names of [["retiring", "none"], ["retired-1"]])
    expect(weaknessOfProbes(gotIn(...names)).cause).not.toMatch(/previous External ID/);
});
