import { expect, test } from "vitest";
import type { ProbeView } from "./run-view.ts";
import { weaknessWordsView } from "./weakness-words-view.ts";

const NAMES = ["none", "random", "doubled", "near-miss", "upper", "retired-1", "outside-principal", "second-principal"];
const gotIn = (...names: string[]): ProbeView[] =>
  NAMES.map((name, n) => ({
    n,
    name,
    label: name,
    sent: "",
    expected: "denied",
    got: names.includes(name) ? "allowed" : "denied",
    code: "",
    requestId: "",
    ms: 1,
  }));

test.each([
  [["none", "random", "doubled", "near-miss", "upper"], /no condition on "sts:ExternalId"/, /Another customer of a portal like this/],
  [["none"], /no condition on "sts:ExternalId"/, /the External ID doesn’t protect your account/],
  [["random", "doubled", "near-miss", "upper"], /"StringLike" with "\*"/, /Another customer of a portal like this/],
  [["random", "doubled", "near-miss"], /such as "sp-\*"/, /Another customer of a portal like this/],
  [["doubled"], /before, after, or inside your External ID/, /unlikely that anyone has one that this condition accepts/],
  [["near-miss"], /"\?" or "\*"/, /unlikely that anyone has one that this condition accepts/],
  [["upper"], /IgnoreCase/, /lowercase only/],
  [["retired-1"], /an External ID that was replaced/, /still accepts the old one/],
  [["outside-principal"], /"Principal" is "\*"/, /the role ARN and your External ID/],
  [["none", "outside-principal"], /"Principal" is "\*".* no condition on "sts:ExternalId"/, /only the role ARN/],
  [["second-principal"], /another role of the partner/, /isn’t acting for you/],
])("the probes %j have their likely cause and their possible harm", (names, cause, harm) => {
  const words = weaknessWordsView(gotIn(...names));
  expect(words.cause).toMatch(cause);
  expect(words.harm).toMatch(harm);
});
