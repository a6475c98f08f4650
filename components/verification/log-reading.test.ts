import { expect, test } from "vitest";
import { logReading } from "./report.tsx";

test("one region that refuses is never hidden by others that work", () => {
  expect(logReading({ "eu-central-1": "works", "us-east-1": "denied" })).toEqual({ type: "error", text: "Denied in us-east-1" });
});

test("what was not tried is not said to work", () => {
  expect(logReading({})).toBeNull();
  expect(logReading({ "eu-central-1": "no-groups" })?.type).toBe("pending");
});

test("a region without groups does not spoil one that works", () => {
  expect(logReading({ "eu-central-1": "works", "us-east-1": "no-groups" })?.type).toBe("success");
});
