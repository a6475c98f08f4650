import { expect, test } from "vitest";
import { isRetired, type ProbeName, probeLabel } from "./probe.ts";

const LABELS: readonly (readonly [ProbeName, string])[] = [
  ["right", "Correct External ID"],
  ["none", "No External ID"],
  ["random", "Random External ID"],
  ["doubled", "Doubled External ID"],
  ["upper", "Uppercase External ID"],
  ["near-miss", "One-character-different External ID"],
  ["retired-1", "Retired External ID 1"],
  ["retired-6", "Retired External ID 6"],
  ["outside-principal", "Correct External ID from another AWS account"],
  ["second-principal", "No External ID from another role of the partner"],
  ["right-again", "Correct External ID (repeat)"],
];

test.each(LABELS)("%s is called %s", (name, label) => {
  expect(probeLabel(name)).toBe(label);
  expect(isRetired(name)).toBe(label.startsWith("Retired"));
});
