import { expect, test } from "vitest";
import { onlyText } from "./search-texts.ts";

test("streams that are read alone are named, and of several log groups all are read", () => {
  expect(onlyText([], 1)).toBe("");
  expect(onlyText(["web/1"], 1)).toBe(" · only web/1");
  expect(onlyText(["web/1", "web/2"], 1)).toBe(" · only 2 streams");
  expect(onlyText(["web/1"], 2)).toBe("");
});
