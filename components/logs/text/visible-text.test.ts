import { describe, expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

describe("characters that affect the display are shown as marks", () => {
  test.each([
    ["an ANSI clear screen", "\u001b[2Jgone", "␛[2Jgone"],
    ["an OSC 8 link", "\u001b]8;;https://evil.example\u0007x", "␛]8;;https://evil.example␇x"],
    ["a right-to-left override", "abc\u202etxt.exe", "abc⟨U+202E⟩txt.exe"],
    ["an isolate", "a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"],
    ["a zero-width space", "ad\u200bmin", "ad⟨U+200B⟩min"],
    ["a NUL", "a\u0000b", "a␀b"],
    ["a C1 control", "a\u009bb", "a⟨U+009B⟩b"],
    ["a line separator", "a\u2028b", "a⟨U+2028⟩b"],
  ])("%s", (_name, text, shown) => {
    expect(visibleText(text, true)).toBe(shown);
  });
});

test("a line break is a mark in a single line and a break in the full text", () => {
  expect(visibleText("a\nb", true)).toBe("a ↵ b");
  expect(visibleText("a\nb\tc", false)).toBe("a\nb\tc");
});

test("markup and ordinary text are unchanged", () => {
  const text = "<img src=x onerror=alert(1)> größe 日本 🚪";
  expect(visibleText(text, true)).toBe(text);
});
