import { expect, test } from "vitest";
import { outcomeText } from "./preview-texts.ts";

test("what an action will do names the things and the people that it is about, and what it leaves out", () => {
  expect(outcomeText({ kind: "resend", touched: 12, skipped: 2 })).toBe("12 invitations will be resent; 2 customers will be skipped.");
  expect(outcomeText({ kind: "rotate", touched: 1200, skipped: 1 })).toBe(
    "1,200 External IDs will be rotated; 1 connection will be skipped.",
  );
  expect(outcomeText({ kind: "upgrade", touched: 1, skipped: 0 })).toBe(
    "Owners of 1 connection will be asked to update the role; no connections will be skipped.",
  );
  expect(outcomeText({ kind: "verify", touched: 1, skipped: 3 })).toBe("1 connection will be verified; 3 connections will be skipped.");
  expect(outcomeText({ kind: "tag", touched: 1, skipped: 0 })).toBe("The tag will be added to 1 customer; no customers will be skipped.");
});
