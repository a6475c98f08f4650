import { expect, test } from "vitest";
import type { ProbeView } from "#lib/verification/shared/run-view.ts";
import { allowedWrongProbes, probeWords } from "./probe-words.ts";

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

test("an allowed wrong External ID is shown as bad and listed among the allowed wrong probes", () => {
  const all = [row(0, "allowed", "allowed"), row(1, "denied", "allowed"), row(2, "denied", "denied")];
  expect(probeWords(row(1, "denied", "allowed"), all, true)).toEqual({ sent: "sp-1", expected: "Denied", got: "Allowed", tone: "bad" });
  expect(allowedWrongProbes(all).map(({ n }) => n)).toEqual([1]);
});

test("a probe without an answer does not count as denied", () => {
  expect(probeWords(row(1, "denied", "inconclusive"), [], true)).toEqual({
    sent: "sp-1",
    expected: "Denied",
    got: "Inconclusive",
    tone: "unsure",
  });
});

test("the correct External ID is sent first, then all wrong ones in parallel, then the correct one again", () => {
  const results = (all: readonly ProbeView[]) => all.map((probe) => probeWords(probe, all, false).got);
  expect(results([row(0, "allowed"), row(1, "denied"), row(2, "allowed")])).toEqual(["In progress", "Not sent yet", "Not sent yet"]);
  expect(results([row(0, "allowed", "allowed"), row(1, "denied"), row(2, "allowed")])).toEqual(["Allowed", "In progress", "Not sent yet"]);
  expect(results([row(0, "allowed", "allowed"), row(1, "denied", "denied"), row(2, "allowed")])).toEqual([
    "Allowed",
    "Denied",
    "In progress",
  ]);
});

test("no probe of a finished run is shown as in progress", () => {
  expect(probeWords(row(1, "denied"), [row(0, "allowed", "denied"), row(1, "denied")], true).got).toBe("Not sent");
});

test("a probe that was not sent shows no External ID", () => {
  const all = [row(0, "allowed"), row(1, "denied"), row(2, "allowed")];
  expect(all.map((probe) => probeWords(probe, all, false).sent)).toEqual(["sp-0", "–", "–"]);
  expect(probeWords(row(1, "denied"), [row(0, "allowed", "denied"), row(1, "denied")], true).sent).toBe("–");
});
