import { expect, test } from "vitest";
import { type InconclusiveReason, type Judgement, weaknessOf } from "#lib/verification/engine/judge-run.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";
import { type ExplainedRun, explainLost, explainVerdict, explainWaiting } from "./explain-verdict.ts";
import { WEAKNESS_WORDS } from "./weakness-words.ts";

const words = (judgement: Judgement, more: Partial<ExplainedRun> = {}) =>
  explainVerdict({ judgement, accountId: "530117246078", probes: [], about: "submission", ...more });

test.each<[readonly ProbeName[], string, string]>([
  [["none"], "can be assumed without an External ID", "AWS allowed the call that had no External ID."],
  [
    ["none", "random", "doubled", "upper", "near-miss"],
    "can be assumed without an External ID",
    "AWS allowed the call that had no External ID.",
  ],
  [["random", "doubled", "upper", "near-miss"], "can be assumed with any External ID", "AWS allowed four calls with wrong External IDs."],
  [
    ["random", "doubled", "near-miss"],
    "can be assumed with any External ID of this portal",
    "AWS allowed three calls with wrong External IDs.",
  ],
  [["random", "near-miss"], "can be assumed with any External ID of this portal", "AWS allowed two calls with wrong External IDs."],
  [["doubled"], "can be assumed with a different External ID that contains yours", "AWS allowed a call with a wrong External ID."],
  [
    ["doubled", "near-miss"],
    "can be assumed with a different External ID that contains yours",
    "AWS allowed two calls with wrong External IDs.",
  ],
  [["near-miss"], "can be assumed with an External ID that differs in one character", "AWS allowed a call with a wrong External ID."],
  [["upper"], "can be assumed with your External ID in uppercase", "AWS allowed a call with a wrong External ID."],
  [["retired-3"], "still accepts a retired External ID", "AWS allowed a call with a retired External ID."],
  [["retired-1", "retired-2"], "still accepts a retired External ID", "AWS allowed a call with a retired External ID."],
  [["upper", "retired-1"], "can be assumed with your External ID in uppercase", "AWS allowed two calls with wrong External IDs."],
  [["retired-1", "outside-principal"], "still accepts a retired External ID", "AWS allowed a call with a retired External ID."],
  [["outside-principal"], "can be assumed from another AWS account", "AWS allowed a call from another AWS account."],
  [
    ["second-principal"],
    "can be assumed by another role without an External ID",
    "AWS allowed a call from another role of the partner without an External ID.",
  ],
])("the title and the first sentence depend on the allowed probes: %j", (opened, title, first) => {
  const said = words({ verdict: "not-secure", reason: weaknessOf(opened), opened });
  expect(said.title).toBe(`Not secure: your role ${title}`);
  expect(said.sentences[0]).toMatch(new RegExp(`^${first.replaceAll(".", "\\.")}`));
  expect(said.sentences.at(-1)).toBe("The role ARN was not saved.");
});

test.each<[readonly ProbeName[], RegExp]>([
  [["none", "random"], /Another customer of this portal could reach your account through the portal/],
  [["none"], /the External ID doesn’t protect your account/],
  [
    ["none", "outside-principal"],
    /and a call from another AWS account\. Other AWS accounts can assume the role without the portal\. They need only the role ARN/,
  ],
  [["doubled"], /unlikely that anyone has one that this condition accepts/],
  [["near-miss"], /unlikely that anyone has one that this condition accepts/],
  [["upper"], /lowercase only/],
  [["retired-1"], /has no effect while the role still accepts the old one/],
  [["outside-principal"], /without the portal\. They need the role ARN and your External ID, and neither is secret/],
])("the sentence says who else could access the account: %j", (opened, threat) => {
  const { sentences } = words({ verdict: "not-secure", reason: weaknessOf(opened), opened });
  expect(sentences[0]).toMatch(threat);
  if (!opened.includes("none")) expect(sentences[0]).not.toMatch(/another customer/i);
});

test("a missing role, a missing trust and a wrong ID have the same text", () => {
  expect(words({ verdict: "access-denied", reason: "right-id-denied" })).toEqual({
    word: "Access denied",
    title: "Access denied: the portal can’t assume the role",
    sentences: [
      "AWS returns the same error when a role doesn’t exist, trusts another account, or requires another External ID.",
      "The role ARN was not saved.",
    ],
    weakness: null,
    warning: null,
  });
});

test("an allowed call from another account sets the second part of the sentence, whatever else was allowed", () => {
  const first = (...opened: readonly ProbeName[]) => words({ verdict: "not-secure", reason: weaknessOf(opened), opened }).sentences[0];
  expect(first("upper")).toBe(`AWS allowed a call with a wrong External ID. ${WEAKNESS_WORDS["ignore-case"].threat}`);
  expect(first("upper", "outside-principal", "second-principal")).toBe(
    `AWS allowed a call with a wrong External ID. ${WEAKNESS_WORDS["any-principal"].threat}`,
  );
  expect(first("outside-principal", "second-principal")).toBe(
    `AWS allowed a call from another AWS account. ${WEAKNESS_WORDS["any-principal"].threat}`,
  );
  const whole = words({ verdict: "not-secure", reason: "any-id", opened: ["random"] });
  expect(whole).toMatchObject({ word: "Not secure", weakness: "any-id", warning: null });
});

test("the next step differs for a new role and for an existing connection", () => {
  const next = (judgement: Judgement, about: ExplainedRun["about"]) => words(judgement, { about }).sentences.at(-1);
  const notSecure: Judgement = { verdict: "not-secure", reason: "any-id", opened: ["random"] };
  expect(next(notSecure, "connection")).toMatch(/^Log access has stopped/);
  const refused: Judgement = { verdict: "access-denied", reason: "right-id-denied" };
  expect([next(refused, "submission"), next(refused, "connection")]).toEqual([
    "The role ARN was not saved.",
    expect.stringMatching(
      /^If this is the first denial, the portal verifies again in ten minutes\. After a second one, logs can’t be read/,
    ),
  ]);
  const inconclusive: Judgement = { verdict: "inconclusive", reason: "malformed" };
  expect([next(inconclusive, "submission"), next(inconclusive, "connection")]).toEqual([
    "The portal retries automatically for up to one hour.",
    "The connection keeps its status. Unless it is disabled, the portal retries soon.",
  ]);
});

test("counts are words up to twelve and numerals above; there is none for one probe or if all were conclusive", () => {
  const first = (...gots: readonly ProbeAnswer[]) =>
    words({ verdict: "inconclusive", reason: "unreachable" }, { probes: gots.map((got) => ({ got })) }).sentences[0];
  const many = (count: number, got: ProbeAnswer) => Array.from({ length: count }, () => got);
  expect(first("inconclusive")).toMatch(/^The first call was inconclusive\./);
  expect(first("allowed", "denied")).toMatch(/^A part of the verification was inconclusive\./);
  expect(first(...many(12, "inconclusive"))).toMatch(/^Twelve of twelve probes/);
  expect(first(...many(13, "inconclusive"), "denied")).toMatch(/^13 of 14 probes/);
});

test("counts the inconclusive probes", () => {
  const probes = (["allowed", "denied", "inconclusive", "inconclusive", "denied", "denied", "allowed"] satisfies ProbeAnswer[]).map(
    (got) => ({ got }),
  );
  const said = words({ verdict: "inconclusive", reason: "throttled" }, { probes });
  expect(said.title).toBe("Inconclusive: AWS throttled the calls");
  expect(said.sentences[0]).toBe("Two of seven probes were inconclusive. Your role may be correct.");
});

test.each<[InconclusiveReason, string]>([
  ["throttled", "AWS throttled the calls"],
  ["unreachable", "AWS did not respond in time"],
  ["unfinished", "the verification did not finish"],
  ["control-did-not-answer", "the canary check was inconclusive"],
  ["identity-not-confirmed", "AWS did not confirm the identity of the role"],
])("each cause has its own title: %s", (reason, cause) => {
  const said = words({ verdict: "inconclusive", reason });
  expect(said.title).toBe(`Inconclusive: ${cause}`);
  expect(said.sentences).toEqual([
    expect.stringContaining("Your role may be correct"),
    "The portal retries automatically for up to one hour.",
  ]);
});

test("causes on the portal’s side say that the staff were notified", () => {
  const ours: [InconclusiveReason, string][] = [
    ["control-failed", "the canary check failed"],
    ["our-credentials", "AWS did not accept the portal’s credentials"],
  ];
  for (const [reason, cause] of ours) {
    expect(words({ verdict: "inconclusive", reason })).toMatchObject({
      title: `Inconclusive: ${cause}`,
      sentences: [expect.any(String), "The partner’s staff were notified. You don’t need to do anything."],
    });
  }
});

test("a secure result has the account, and the missing action if logs can’t be read", () => {
  expect(words({ verdict: "secure", reason: "verified" })).toMatchObject({
    title: "Connected: AWS account 530117246078",
    sentences: ["AWS allowed the calls with this connection’s External ID and denied all other calls."],
  });
  const said = words({ verdict: "secure", reason: "cannot-read-logs", action: "logs:FilterLogEvents", region: "eu-central-1" });
  expect(said.title).toBe("Connected, but logs can’t be read: AWS account 530117246078");
  expect(said.warning).toContain("logs:FilterLogEvents in eu-central-1");
  expect(said.sentences).toEqual([`The role is secure. ${said.warning}`]);
});

test("every title starts with its word, and only secure results contain the account", () => {
  const reasons = [
    ...["throttled", "unreachable", "region-disabled", "our-credentials", "malformed", "wrong-identity", "unexpected", "control-failed"],
    ...["control-did-not-answer", "unfinished", "denied-between-grants", "role-id-changed", "identity-not-confirmed"],
  ] as InconclusiveReason[];
  const all = [
    ...reasons.flatMap((reason) =>
      (["submission", "connection"] as const).map((about) => words({ verdict: "inconclusive", reason }, { about })),
    ),
    words({ verdict: "not-secure", reason: "any-id", opened: ["random"] }, { about: "connection" }),
    words({ verdict: "access-denied", reason: "right-id-denied" }, { about: "connection" }),
    explainWaiting("14:09:12"),
    explainLost(),
  ];
  for (const said of all) {
    expect(said.title.startsWith(`${said.word}: `)).toBe(true);
    expect(JSON.stringify(said)).not.toContain("530117246078");
    expect(said.sentences.length).toBeGreaterThanOrEqual(2);
  }
});
