import { expect, test } from "vitest";
import { endsOf, LAST_HOUR, rangeText, readRange } from "./time-range.ts";

test.each([null, undefined, "", "1h", "-5m", "1764000000000-1", "999999999999999-1"])(
  "an address that says %s means the last hour",
  (text) => {
    expect(readRange(text)).toEqual(LAST_HOUR);
  },
);

test("a range comes back from the address as it went in", () => {
  for (const range of [LAST_HOUR, { kind: "between", from: 1_763_900_000_000, to: 1_764_000_000_000 } as const])
    expect(readRange(rangeText(range))).toEqual(range);
});

test("a span ends now", () => {
  expect(endsOf({ kind: "last", minutes: 15 }, 1_000_000)).toEqual({ from: 100_000, to: 1_000_000 });
});
