import { expect, test } from "vitest";
import { addressOf, fileAddressOf, isDayOrNone, isFindable, NO_FILTER } from "./sessions-address.ts";

test("an empty filter adds nothing to the URL, and pasted text is trimmed", () => {
  expect(addressOf(NO_FILTER)).toBe("/security");
  expect(addressOf({ ...NO_FILTER, find: "  SP-AAAAAAAAAAAAAAAAAAAA " })).toBe("/security?find=sp-aaaaaaaaaaaaaaaaaaaa");
  expect(addressOf({ ...NO_FILTER, from: "2026-11-24" }, "1.2")).toBe("/security?from=2026-11-24&below=1.2");
  expect(fileAddressOf({ ...NO_FILTER, to: "2026-11-24" }, "csv")).toBe("/api/role-sessions?to=2026-11-24&format=csv");
});

test.each(["", "sp-aaaaaaaaaaaaaaaaaaaa", " 5DFD10BF-f559-4148-8fd7-8e3deca24516 "])("%j is a valid search", (text) => {
  expect(isFindable(text)).toBe(true);
});

test.each(["sp-", "sp-aaaaaaaaaaaaaaaaaaa1", "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5", "arn:aws:iam::222222222222:role/x", "%"])(
  "%j is not a valid search",
  (text) => {
    expect(isFindable(text)).toBe(false);
  },
);

test("a date is complete and valid, or omitted", () => {
  expect(["", "2026-11-24", "2024-02-29"].every(isDayOrNone)).toBe(true);
  for (const text of ["2026", "2026-1", "2026-02-30", "2026-13-01", "24.11.2026"]) expect(isDayOrNone(text)).toBe(false);
});
