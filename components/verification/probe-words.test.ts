import { expect, test } from "vitest";
import type { ProbeView } from "#lib/verification/shared/run-view.ts";
import { intruders, probeWords } from "./probe-words.ts";

const row = (n: number, expected: ProbeView["expected"], got: ProbeView["got"] = null): ProbeView => ({
  n,
  name: `probe-${n}`,
  label: `Probe ${n}`,
  sent: `sp-${n}`,
  expected,
  got,
  code: "",
  requestId: "",
  ms: null,
});

test("a wrong ID that opened is bad, and named among the intruders", () => {
  const all = [row(0, "granted", "granted"), row(1, "denied", "granted"), row(2, "denied", "denied")];
  expect(probeWords(row(1, "denied", "granted"), all, true)).toEqual({ sent: "sp-1", expected: "Denied", got: "Allowed", tone: "bad" });
  expect(intruders(all).map(({ n }) => n)).toEqual([1]);
});

test("a probe without an answer is never counted as a refusal", () => {
  expect(probeWords(row(1, "denied", "inconclusive"), [], true)).toEqual({
    sent: "sp-1",
    expected: "Denied",
    got: "Inconclusive",
    tone: "unsure",
  });
});

test("first the right ID is asked, then the wrong ones together, then the right one again", () => {
  const said = (all: readonly ProbeView[]) => all.map((probe) => probeWords(probe, all, false).got);
  expect(said([row(0, "granted"), row(1, "denied"), row(2, "granted")])).toEqual(["In progress", "Not sent yet", "Not sent yet"]);
  expect(said([row(0, "granted", "granted"), row(1, "denied"), row(2, "granted")])).toEqual(["Allowed", "In progress", "Not sent yet"]);
  expect(said([row(0, "granted", "granted"), row(1, "denied", "denied"), row(2, "granted")])).toEqual(["Allowed", "Denied", "In progress"]);
});

test("after the end nothing is said to be on its way", () => {
  expect(probeWords(row(1, "denied"), [row(0, "granted", "denied"), row(1, "denied")], true).got).toBe("Not sent");
});

test("what was not sent shows no External ID as sent", () => {
  const all = [row(0, "granted"), row(1, "denied"), row(2, "granted")];
  expect(all.map((probe) => probeWords(probe, all, false).sent)).toEqual(["sp-0", "–", "–"]);
  expect(probeWords(row(1, "denied"), [row(0, "granted", "denied"), row(1, "denied")], true).sent).toBe("–");
});
