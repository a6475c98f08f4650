import { expect, test } from "vitest";
import { onlyText } from "./search-texts.ts";

test("selected streams are named, and with several log groups all streams are read", () => {
  expect(onlyText([], 1)).toBe("");
  expect(onlyText(["web/1"], 1)).toBe(" · only web/1");
  expect(onlyText(["web/1", "web/2"], 1)).toBe(" · only 2 streams");
  expect(onlyText(["web/1"], 2)).toBe("");
});
