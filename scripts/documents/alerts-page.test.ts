import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ALERT_KINDS, ALERT_RULES } from "#kernel/alerts/alert-rules.ts";
import { withAlertSections } from "./alerts-page.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "alerts.md");

test("docs/alerts.md has every alert with its cause and what to do; `vitest run … -u` writes it", async () => {
  await expect(withAlertSections(readFileSync(PAGE, "utf8"))).toMatchFileSnapshot(PAGE);
});

test("every alert can end, and one that a person must resolve says so in its steps", () => {
  for (const kind of ALERT_KINDS) {
    const { ends, byPerson, steps } = ALERT_RULES[kind];
    expect([kind, ends !== null || byPerson]).toEqual([kind, true]);
    expect([kind, ends !== null || steps.some((step) => step.startsWith("Resolve the alert"))]).toEqual([kind, true]);
  }
});
