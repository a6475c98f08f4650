import { expect, test } from "vitest";
import { endsOf, fixedText, LAST_HOUR, rangeName, rangeText, readRange, widerRange } from "./time-range.ts";

test.each([null, undefined, "", "1h", "-5m", "1764000000000-1", "999999999999999-1"])(
  "the URL parameter %s means the last hour",
  (text) => {
    expect(readRange(text)).toEqual(LAST_HOUR);
  },
);

test("a range is restored from its URL parameter", () => {
  for (const range of [LAST_HOUR, { kind: "between", from: 1_763_900_000_000, to: 1_764_000_000_000 } as const])
    expect(readRange(rangeText(range))).toEqual(range);
});

test("a relative range ends now", () => {
  expect(endsOf({ kind: "last", minutes: 15 }, 1_000_000)).toEqual({ from: 100_000, to: 1_000_000 });
});

test("zooming out uses the next preset, or doubles the range around its center without passing the current time", () => {
  expect(widerRange(LAST_HOUR, 0)).toEqual({ kind: "last", minutes: 180 });
  expect(widerRange({ kind: "last", minutes: 10_080 }, 0)).toEqual({ kind: "last", minutes: 20_160 });
  expect(widerRange({ kind: "between", from: 1000, to: 2000 }, 9999)).toEqual({ kind: "between", from: 500, to: 2500 });
  expect(widerRange({ kind: "between", from: 1000, to: 2000 }, 2100)).toEqual({ kind: "between", from: 500, to: 2100 });
});

test("fixed times are on one line, with a shared day once, and seconds for short ranges", () => {
  const at = (time: string) => Date.parse(`${new Date().getUTCFullYear()}-${time}Z`);
  const text = (from: number, to: number) => fixedText({ kind: "between", from, to }, "utc");
  expect(text(at("03-07T02:01:09"), at("03-07T02:04:09"))).toBe("7 Mar 02:01:09 to 02:04:09");
  expect(text(at("03-07T02:01:09"), at("03-07T12:04:09"))).toBe("7 Mar 02:01 to 12:04");
  expect(text(at("03-07T23:59:00"), at("03-08T00:01:00"))).toBe("7 Mar 23:59 to 8 Mar 00:01");
  // The end of a range that was chosen in a chart is inclusive.
  expect(text(at("03-07T05:50:00"), at("03-07T06:14:59.999"))).toBe("7 Mar 05:50 to 06:15");
  expect(text(Date.parse("2019-03-07T02:01:00Z"), Date.parse("2019-03-07T12:00:00Z"))).toBe("7 Mar 2019 02:01 to 12:00");
});

test("the name of a range gives its length, or that its times are fixed", () => {
  expect(rangeName({ kind: "last", minutes: 60 })).toBe("Last hour");
  expect(rangeName({ kind: "last", minutes: 45 })).toBe("Last 45 minutes");
  expect(rangeName({ kind: "last", minutes: 1 })).toBe("Last minute");
  expect(rangeName({ kind: "last", minutes: 120 })).toBe("Last 2 hours");
  expect(rangeName({ kind: "last", minutes: 8640 })).toBe("Last 6 days");
  expect(rangeName({ kind: "between", from: 0, to: 1 })).toBe("Fixed time range");
});
