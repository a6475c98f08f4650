import { expect, test } from "vitest";
import { markControls, safeJson } from "./safe-text.ts";

/** One character of each kind: C0, DEL, C1, soft hyphen, bidirectional, zero-width, separators, and a tag beyond 16 bits. */
const CONTROLS = "\u0000\u001b\u007f\u0085\u009b\u00ad\u061c\u200b\u200f\u202e\u2066\u2028\u2029\ufeff\u{e0041}";

test("text for a terminal, an editor or a spreadsheet contains no control or format character", () => {
  expect(markControls(`a${CONTROLS}b`)).toMatch(/^a[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+b$/u);
  expect(markControls("\u202e")).toBe("<U+202E>");
  expect(markControls("a\tb\nc\r\nd\re")).toBe("a\tb\nc\r\nd␍e");
});

test("JSON contains them as escapes, and parsing returns the same value", () => {
  const value = { [CONTROLS]: [`x${CONTROLS}y`, "ö…", 1, null] };
  for (const indent of [undefined, 2]) {
    const json = safeJson(value, indent);
    expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(json)).toEqual(value);
  }
});
