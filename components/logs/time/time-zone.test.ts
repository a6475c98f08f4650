import { expect, test } from "vitest";
import { clockText, dayText, zoneText } from "./time-zone.ts";

const AT = Date.UTC(2026, 10, 24, 12, 7, 3, 4);

test("a time is shown with milliseconds, in UTC by default", () => {
  expect(clockText(AT, "utc")).toBe("12:07:03.004");
  expect(clockText(AT, "utc", "seconds")).toBe("12:07:03");
  expect([dayText(AT, "utc"), zoneText(AT, "utc")]).toEqual(["24 Nov", "UTC"]);
});

test("local time uses the time zone of the machine", () => {
  const local = new Date(AT);
  expect(clockText(AT, "local", "minutes")).toBe(
    `${String(local.getHours()).padStart(2, "0")}:${String(local.getMinutes()).padStart(2, "0")}`,
  );
});
