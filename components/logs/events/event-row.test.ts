import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { sourceChips } from "#components/logs/groups/source-choice.ts";
import type { EventActions } from "./details/event-details.tsx";
import { EventRow } from "./event-row.tsx";

const actions: EventActions = {
  ...{ pattern: "", columns: ["/name"], groupOf: () => "", linkTo: () => "", onPattern: () => undefined, onColumn: () => undefined },
  onAround: () => undefined,
};
const ATTACK = "<img src=x onerror=alert(1)>\u001b[2J\u001b]8;;javascript:alert(1)\u0007click\u001b]8;;\u0007\u202e\u0000<script>";
const KB_256 = 256 * 1024;

const CHIP = sourceChips(["a", "b"].map((end) => ({ connectionId: "1", region: "eu-central-1", group: `/${ATTACK}${end}` })))?.[0] ?? null;

function markupOf(message: string, open = false): string {
  const event = { id: "1", at: 0, ingestedAt: 0, stream: `s${ATTACK}`, message, source: 0, key: "0.1" };
  const props = {
    event,
    row: 0,
    chip: CHIP,
    terms: ["img"],
    found: "click",
    zone: "utc",
    days: false,
    open,
    active: false,
  } as const;
  return renderToStaticMarkup(createElement(EventRow, { ...props, onToggle: () => undefined, actions }));
}

test.each([
  ["a line", ATTACK, false],
  ["an opened line", ATTACK, true],
  ["a line of JSON and a field in a column", JSON.stringify({ msg: ATTACK, name: ATTACK, [ATTACK]: ATTACK }), false],
  ["an opened line of JSON", JSON.stringify({ msg: ATTACK, name: ATTACK, [ATTACK]: { deep: ATTACK } }), true],
])("%s, its stream and its group are rendered only as text, with unsafe characters as marks", (_name, message, open) => {
  const markup = markupOf(message, open);
  expect(markup).not.toMatch(/<(img|script|a|iframe)\b|href="javascript/i);
  expect([...markup].filter((character) => "\u001b\u0007\u202e\u0000".includes(character))).toEqual([]);
  expect(markup).toContain("⟨U+202E⟩");
});

test("only the start of a 256 KB line is rendered, and a larger part when expanded", () => {
  for (const line of [
    ATTACK.repeat(KB_256 / ATTACK.length),
    "x".repeat(KB_256),
    `{"msg":"${"y".repeat(KB_256)}"}`,
    "\u202e".repeat(KB_256),
  ]) {
    expect(markupOf(line).length).toBeLessThan(20_000);
    expect(markupOf(line, true).length).toBeLessThan(400_000);
  }
});
