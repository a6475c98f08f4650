import { expect, test } from "vitest";
import { explainLost, explainVerdict, explainWaiting, type Told } from "./explain-verdict.ts";
import { holeOf } from "./hole.ts";
import { HOLE_WORDS } from "./hole-words.ts";
import type { InconclusiveReason, Judgement } from "./judge-run.ts";
import type { ProbeName } from "./probe.ts";
import type { ProbeAnswer } from "./run-view.ts";

const words = (judgement: Judgement, more: Partial<Told> = {}) =>
  explainVerdict({ judgement, accountId: "530117246078", probes: [], about: "submission", ...more });

test.each<[readonly ProbeName[], string, string]>([
  [["none"], "opens without any External ID", "We got in without any External ID."],
  [["none", "random", "doubled", "upper", "near-miss"], "opens without any External ID", "We got in without any External ID."],
  [["random", "doubled", "upper", "near-miss"], "opens with any External ID", "We got in with four IDs that aren’t yours."],
  [["random", "doubled", "near-miss"], "opens with any ID of our format", "We got in with three IDs that aren’t yours."],
  [["random", "near-miss"], "opens with any ID of our format", "We got in with two IDs that aren’t yours."],
  [["doubled"], "opens with IDs that are only partly yours", "We got in with an ID that isn’t yours."],
  [["doubled", "near-miss"], "opens with IDs that are only partly yours", "We got in with two IDs that aren’t yours."],
  [["near-miss"], "opens with an ID that is one character off", "We got in with an ID that isn’t yours."],
  [["upper"], "opens with your ID in capitals", "We got in with an ID that isn’t yours."],
  [["retired-3"], "still opens with a retired External ID", "We got in with an ID that was replaced."],
  [["retired-1", "retired-2"], "still opens with a retired External ID", "We got in with an ID that was replaced."],
  [["upper", "retired-1"], "opens with your ID in capitals", "We got in with two IDs that aren’t yours."],
  [["retired-1", "outside-principal"], "still opens with a retired External ID", "We got in with an ID that was replaced."],
  [["outside-principal"], "opens for another AWS account", "We got in from another AWS account."],
  [["second-principal"], "opens for another role without an External ID", "Another role of ours got in without any External ID."],
])("names the hole by who got in: %j", (opened, title, first) => {
  const said = words({ verdict: "insecure", reason: holeOf(opened), opened });
  expect(said.title).toBe(`Rejected: your role ${title}`);
  expect(said.sentences[0]).toMatch(new RegExp(`^${first.replaceAll(".", "\\.")}`));
  expect(said.sentences.at(-1)).toBe("Nothing was stored: neither the ARN nor the role’s name.");
});

test.each<[readonly ProbeName[], RegExp]>([
  [["none", "random"], /Nothing but this check would keep another customer of ours from reading your logs through us/],
  [["none"], /an ID that need not be sent guards nothing/],
  [
    ["none", "outside-principal"],
    /and from another AWS account\. Other AWS accounts can do the same, without us: they need only the role’s ARN/,
  ],
  [["doubled"], /most likely nobody has one that it lets in/],
  [["near-miss"], /most likely nobody has one that it lets in/],
  [["upper"], /small letters only/],
  [["retired-1"], /closes nothing while the old one still opens/],
  [["outside-principal"], /without us: they need the role’s ARN and your External ID, and neither is a secret/],
])("says who else could come in that way, and never more than is so: %j", (opened, threat) => {
  const { sentences } = words({ verdict: "insecure", reason: holeOf(opened), opened });
  expect(sentences[0]).toMatch(threat);
  if (!opened.includes("none")) expect(sentences[0]).not.toContain("another customer");
});

test("says one thing for no such role, not trusted and wrong ID", () => {
  expect(words({ verdict: "refused", reason: "right-id-denied" })).toEqual({
    word: "Refused",
    title: "Refused: the role doesn’t open for us",
    sentences: [
      "AWS gives one answer for a role that doesn’t exist, trusts another account or asks for another External ID. We can’t tell which.",
      "Nothing was stored.",
    ],
    hole: null,
    warning: null,
  });
});

test("says who got in, and who else could: from another account that is anybody, whatever else is open", () => {
  const first = (...opened: readonly ProbeName[]) => words({ verdict: "insecure", reason: holeOf(opened), opened }).sentences[0];
  expect(first("upper")).toBe(`We got in with an ID that isn’t yours. ${HOLE_WORDS["ignore-case"].threat}`);
  expect(first("upper", "outside-principal", "second-principal")).toBe(
    `We got in with an ID that isn’t yours. ${HOLE_WORDS["any-principal"].threat}`,
  );
  expect(first("outside-principal", "second-principal")).toBe(`We got in from another AWS account. ${HOLE_WORDS["any-principal"].threat}`);
  const whole = words({ verdict: "insecure", reason: "any-id", opened: ["random"] });
  expect(whole).toMatchObject({ word: "Rejected", hole: "any-id", warning: null });
});

test("what happens next depends on what was judged: a new role, or one that was proven before", () => {
  const next = (judgement: Judgement, about: Told["about"]) => words(judgement, { about }).sentences.at(-1);
  const insecure: Judgement = { verdict: "insecure", reason: "any-id", opened: ["random"] };
  expect(next(insecure, "connection")).toMatch(/^Log reading has stopped/);
  const refused: Judgement = { verdict: "refused", reason: "right-id-denied" };
  expect([next(refused, "submission"), next(refused, "connection")]).toEqual([
    "Nothing was stored.",
    expect.stringMatching(/^When a second check ten minutes later is refused too, log reading stops/),
  ]);
  const doubt: Judgement = { verdict: "inconclusive", reason: "malformed" };
  expect([next(doubt, "submission"), next(doubt, "connection")]).toEqual([
    "We try again by ourselves for up to an hour.",
    "The connection keeps its last proof, and we try again soon.",
  ]);
});

test("counts in words up to twelve, in figures beyond, and not at all for one probe or when each answered", () => {
  const first = (...gots: readonly ProbeAnswer[]) =>
    words({ verdict: "inconclusive", reason: "unreachable" }, { probes: gots.map((got) => ({ got })) }).sentences[0];
  const many = (count: number, got: ProbeAnswer) => Array.from({ length: count }, () => got);
  expect(first("inconclusive")).toMatch(/^Our first call got no answer, so/);
  expect(first("granted", "denied")).toMatch(/^A part of the check got no answer, so/);
  expect(first(...many(12, "inconclusive"))).toMatch(/^Twelve of twelve probes/);
  expect(first(...many(13, "inconclusive"), "denied")).toMatch(/^13 of 14 probes/);
});

test("counts the probes without an answer", () => {
  const probes = (["granted", "denied", "inconclusive", "inconclusive", "denied", "denied", "granted"] satisfies ProbeAnswer[]).map(
    (got) => ({ got }),
  );
  const said = words({ verdict: "inconclusive", reason: "throttled" }, { probes });
  expect(said.title).toBe("Not proven: AWS limited our calls");
  expect(said.sentences[0]).toBe("Two of seven probes got no answer, so we claim nothing. Your role may be fine.");
});

test.each<[InconclusiveReason, string]>([
  ["throttled", "AWS limited our calls"],
  ["unreachable", "AWS didn’t answer in time"],
  ["unfinished", "the check didn’t come to its end"],
  ["control-did-not-answer", "our own control got no answer"],
  ["identity-not-confirmed", "AWS didn’t confirm which role opened"],
])("each cause has a title of its own, which says nothing else: %s", (reason, cause) => {
  const said = words({ verdict: "inconclusive", reason });
  expect(said.title).toBe(`Not proven: ${cause}`);
  expect(said.sentences).toEqual([expect.stringContaining("so we claim nothing"), "We try again by ourselves for up to an hour."]);
});

test("tells our faults from the customer’s", () => {
  for (const reason of ["control-failed", "our-credentials"] satisfies InconclusiveReason[]) {
    expect(words({ verdict: "inconclusive", reason })).toMatchObject({
      title: "Not proven: our own check is out of order",
      sentences: [expect.stringContaining("Our staff were alerted"), "Nothing to do on your side."],
    });
  }
});

test("names the account when connected, and the missing action when logs cannot be read", () => {
  expect(words({ verdict: "secure", reason: "proven" })).toMatchObject({
    title: "Connected: AWS account 530117246078",
    sentences: ["Your role opened for us with this connection’s External ID, and refused everything else we tried."],
  });
  const said = words({ verdict: "secure", reason: "cannot-read-logs", action: "logs:FilterLogEvents", region: "eu-central-1" });
  expect(said.title).toBe("Connected, but it can’t read logs: AWS account 530117246078");
  expect(said.warning).toContain("logs:FilterLogEvents in eu-central-1");
  expect(said.sentences).toEqual([`The role is secure. ${said.warning}`]);
});

test("begins every title with its word, and shows an account only when the role is secure", () => {
  const reasons = [
    ...["throttled", "unreachable", "region-disabled", "our-credentials", "malformed", "wrong-identity", "unexpected", "control-failed"],
    ...["control-did-not-answer", "unfinished", "denied-between-grants", "role-id-changed", "identity-not-confirmed"],
  ] as InconclusiveReason[];
  const all = [
    ...reasons.flatMap((reason) =>
      (["submission", "connection"] as const).map((about) => words({ verdict: "inconclusive", reason }, { about })),
    ),
    words({ verdict: "insecure", reason: "any-id", opened: ["random"] }, { about: "connection" }),
    words({ verdict: "refused", reason: "right-id-denied" }, { about: "connection" }),
    explainWaiting("14:09:12"),
    explainLost(),
  ];
  for (const said of all) {
    expect(said.title.startsWith(`${said.word}: `)).toBe(true);
    expect(JSON.stringify(said)).not.toContain("530117246078");
    expect(said.sentences.length).toBeGreaterThanOrEqual(2);
  }
});
