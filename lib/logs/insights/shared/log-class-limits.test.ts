import { expect, test } from "vitest";
import type { LogClass } from "#lib/logs/shared/log-view.ts";
import { classNoteOf } from "./log-class-limits.ts";

const note = (...classes: readonly (LogClass | null)[]) => classNoteOf(classes.map((logClass, n) => ({ name: `/g${n}`, logClass })));

test("log groups that no query can read together, or at all, are refused before the run, and one of them is named", () => {
  expect(note("STANDARD", "INFREQUENT_ACCESS")).toEqual({
    kind: "refused",
    sentence: expect.stringMatching(/\/g1.*one query for each class/),
  });
  expect(note("STANDARD", "ESSENTIALS")).toMatchObject({ kind: "refused" });
  expect(note("STANDARD", "DELIVERY")).toEqual({ kind: "refused", sentence: expect.stringMatching(/Delivery class, such as \/g1/) });
});

test("the commands and the quota of the cheaper classes are said before the run", () => {
  for (const [logClass, name] of [
    ["INFREQUENT_ACCESS", "Infrequent Access"],
    ["ESSENTIALS", "Essentials"],
  ] as const) {
    const { kind, sentence } = note(logClass) ?? { kind: "", sentence: "" };
    expect(kind).toBe("limited");
    expect(sentence).toMatch(new RegExp(`^${name} class: .*pattern, diff, filterIndex and anomaly.*At most 5`));
  }
  expect(note("INFREQUENT_ACCESS", "ESSENTIALS")?.sentence).toMatch(/^Infrequent Access and Essentials class/);
});

test("the Standard class and classes that are not known have no note", () => {
  expect([note(), note("STANDARD", "STANDARD"), note(null, "STANDARD"), classNoteOf([{ name: "/g" }])]).toEqual([null, null, null, null]);
});
