import { expect, test } from "vitest";
import { isRetired, type ProbeName, probeLabel } from "./probe.ts";

const LABELS: readonly (readonly [ProbeName, string])[] = [
  ["right", "Right ID"],
  ["none", "No ID"],
  ["random", "Random ID"],
  ["doubled", "Doubled ID"],
  ["upper", "Upper-cased ID"],
  ["near-miss", "Near miss"],
  ["retired-1", "Retired ID 1"],
  ["retired-6", "Retired ID 6"],
  ["outside-principal", "Right ID, from another AWS account"],
  ["second-principal", "No ID, from another role of ours"],
  ["right-again", "Right ID, again"],
];

test.each(LABELS)("%s is called %s", (name, label) => {
  expect(probeLabel(name)).toBe(label);
  expect(isRetired(name)).toBe(label.startsWith("Retired"));
});
