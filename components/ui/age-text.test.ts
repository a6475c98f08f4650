import { expect, test } from "vitest";
import { ageText, spanText } from "./age.tsx";

test("a time in the future by the browser's clock reads as just now, not as a negative age", () => {
  expect(ageText(1_000, 0)).toBe("just now");
});

test.each([
  [42_000, "42 s"],
  [16 * 60_000, "16 min"],
  [3 * 3_600_000, "3 h"],
  [2 * 3_600_000 + 16 * 60_000, "2 h 16 min"],
  [17 * 3_600_000 + 60_000, "17 h"],
  [27 * 3_600_000, "1 d 3 h"],
  [12 * 86_400_000 + 3_600_000, "12 d"],
])("%d ms reads as %s", (ms, text) => {
  expect(spanText(ms)).toBe(text);
});
