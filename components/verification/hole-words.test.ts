import { expect, test } from "vitest";
import type { ProbeView } from "#lib/verification/run-view.ts";
import { holeWords } from "./hole-words.ts";

const NAMES = ["none", "random", "doubled", "near-miss", "upper", "retired-1", "outside-principal", "second-principal"];
const gotIn = (...names: string[]): ProbeView[] =>
  NAMES.map((name, n) => ({
    n,
    name,
    label: name,
    sent: "",
    expected: "denied",
    got: names.includes(name) ? "granted" : "denied",
    code: "",
    requestId: "",
    ms: 1,
  }));

test.each([
  [["none", "random", "doubled", "near-miss", "upper"], /missing/],
  [["random", "doubled", "near-miss", "upper"], /\* alone/],
  [["random", "doubled", "near-miss"], /ends in \*/],
  [["doubled"], /longer IDs/],
  [["near-miss"], /differ from yours/],
  [["upper"], /IgnoreCase/],
  [["retired-1"], /retired/],
  [["outside-principal"], /Principal/],
  [["second-principal"], /another role of ours/],
])("when %j got in, the likely cause is named", (names, cause) => {
  expect(holeWords(gotIn(...names)).cause).toMatch(cause);
});
