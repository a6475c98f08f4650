import { expect, test } from "vitest";
import { holeWordsView } from "./hole-words-view.ts";
import type { ProbeView } from "./run-view.ts";

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
  [["none", "random", "doubled", "near-miss", "upper"], /no condition on "sts:ExternalId"/, /Another customer of a portal like this/],
  [["none"], /no condition on "sts:ExternalId"/, /an ID that need not be sent guards nothing/],
  [["random", "doubled", "near-miss", "upper"], /"StringLike" with "\*"/, /Another customer of a portal like this/],
  [["random", "doubled", "near-miss"], /such as "sp-\*"/, /Another customer of a portal like this/],
  [["doubled"], /before, after or inside your ID/, /most likely nobody has one that it lets in/],
  [["near-miss"], /"\?" or a "\*"/, /most likely nobody has one that it lets in/],
  [["upper"], /IgnoreCase/, /small letters only/],
  [["retired-1"], /an ID that was replaced/, /the old one still opens/],
  [["outside-principal"], /"Principal" is "\*"/, /the role’s ARN and your External ID/],
  [["none", "outside-principal"], /"Principal" is "\*".* no condition on "sts:ExternalId"/, /only the role’s ARN/],
  [["second-principal"], /another role of ours/, /not acting for you/],
])("when %j got in, the likely cause is named, and what could have come of it, and no more", (names, cause, harm) => {
  const words = holeWordsView(gotIn(...names));
  expect(words.cause).toMatch(cause);
  expect(words.harm).toMatch(harm);
});
