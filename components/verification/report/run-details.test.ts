import { expect, test } from "vitest";
import { logReading } from "./run-details.tsx";

test("a region that denies access is not hidden by regions that allow it", () => {
  expect(logReading({ "eu-central-1": "works", "us-east-1": "denied" })).toEqual({ type: "error", text: "Denied in us-east-1" });
});

test("a region that was not tested is not reported as working", () => {
  expect(logReading({})).toBeNull();
  expect(logReading({ "eu-central-1": "no-groups" })?.type).toBe("pending");
});

test("a region without log groups does not change the result of one that works", () => {
  expect(logReading({ "eu-central-1": "works", "us-east-1": "no-groups" })?.type).toBe("success");
});
