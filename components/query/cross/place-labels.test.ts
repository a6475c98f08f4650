import { expect, test } from "vitest";
import { placeLabels } from "./place-labels.ts";

const place = (key: string, name: string, region = "eu-central-1", accountId = "222222222222") => ({ key, name, region, accountId });

test("no two places have the same label, however alike they are", () => {
  const labels = placeLabels([
    place("1", "Production"),
    place("2", "Staging"),
    place("3", "Staging", "us-east-1"),
    place("4", "Test"),
    place("5", "Test", "eu-central-1", "333333333333"),
    place("6", "Same"),
    place("7", "Same"),
  ]);
  expect(new Set(labels.values()).size).toBe(7);
  expect(labels.get("1")).toBe("Production");
  expect([labels.get("2"), labels.get("3")]).toEqual(["Staging · eu-central-1", "Staging · us-east-1"]);
  expect(labels.get("5")).toBe("Test · 333333333333 · eu-central-1");
});
