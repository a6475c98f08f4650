import { expect, test } from "vitest";
import { endsOf, LAST_HOUR, rangeName, rangeText, readRange, widerRange } from "./time-range.ts";

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

test("zooming out goes to the next preset, or doubles around the middle without reaching into the future", () => {
  expect(widerRange(LAST_HOUR, 0)).toEqual({ kind: "last", minutes: 180 });
  expect(widerRange({ kind: "last", minutes: 10_080 }, 0)).toEqual({ kind: "last", minutes: 20_160 });
  expect(widerRange({ kind: "between", from: 1000, to: 2000 }, 9999)).toEqual({ kind: "between", from: 500, to: 2500 });
  expect(widerRange({ kind: "between", from: 1000, to: 2000 }, 2100)).toEqual({ kind: "between", from: 500, to: 2100 });
});

test("a range has a name that says how long it is, or that its ends are fixed", () => {
  expect(rangeName({ kind: "last", minutes: 60 })).toBe("Last hour");
  expect(rangeName({ kind: "last", minutes: 45 })).toBe("Last 45 minutes");
  expect(rangeName({ kind: "last", minutes: 1 })).toBe("Last minute");
  expect(rangeName({ kind: "last", minutes: 120 })).toBe("Last 2 hours");
  expect(rangeName({ kind: "last", minutes: 8640 })).toBe("Last 6 days");
  expect(rangeName({ kind: "between", from: 0, to: 1 })).toBe("fixed time");
});
