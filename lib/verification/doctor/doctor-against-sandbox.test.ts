import { trustPolicyEvaluator } from "@sallyport/aws-sandbox/policies";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSendableId } from "#lib/aws/sent-external-id.ts";
import { type Examination, type ExpectedTrust, examineTrustPolicy } from "#lib/verification/shared/examine-trust-policy.ts";
import { findPolicy } from "./find-policy.ts";
import { readTrustPolicy } from "./policy/read-trust-policy.ts";
import { wrongIds } from "./wrong-ids.ts";

const ID = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";
const PORTAL = "arn:aws:iam::999999999999:role/sallyport";
const ONLY_ID = { StringEquals: { "sts:ExternalId": ID } };
const WANTED: ExpectedTrust = { externalId: ID, partnerAccountIds: ["999999999999"], partnerPrincipalArns: [PORTAL], partition: "aws" };
const RUNS = 1000;

const values = fc.constantFrom(
  ...[
    ID,
    ID,
    ID,
    "*",
    "sp-*",
    `${ID}*`,
    `*${ID}`,
    `${ID.slice(0, 12)}*`,
    `${ID.slice(0, -1)}?`,
    `\${sts:ExternalId}`,
    `\${aws:PrincipalArn}`,
  ],
  ...["", "vendor-1", ID.toUpperCase(), "sp-11111111-2222-4333-8444-555555555555", `sp-*-${ID.slice(-4)}`, `${ID}\${*}`],
);
const tests = fc.constantFrom("StringEquals", "StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "StringEqualsIgnoreCase");
const set = fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:");
const ifExists = fc.constantFrom("", "", "", "IfExists");
const onId = fc
  .tuple(set, tests, ifExists, fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 })))
  // AWS does not document a missing key under both at once; the analysis assumes the worse result.
  .filter(([sets, , exists]) => !(sets === "ForAnyValue:" && exists !== ""))
  .map(([sets, name, exists, value]) => ({ [`${sets}${name}${exists}`]: { "sts:ExternalId": value } }));
const arns = fc.constantFrom(
  PORTAL,
  "arn:aws:iam::999999999999:role/*",
  "arn:aws:iam::999999999999:role/second",
  "arn:aws:iam::*:role/sallyport",
);
const conditions = fc.oneof(
  { weight: 5, arbitrary: onId },
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom("true", "false").map((value) => ({ Null: { "sts:ExternalId": value } })) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("ArnEquals", "ArnNotLike"), arns).map(([test, arn]) => ({ [test]: { "aws:PrincipalArn": arn } })),
  },
  { weight: 1, arbitrary: fc.constantFrom("999999999999", "444444444444").map((id) => ({ StringEquals: { "aws:PrincipalAccount": id } })) },
);
const condition = fc.array(conditions, { minLength: 0, maxLength: 2 }).map((list) => Object.assign({}, ...list) as object);
const principal = fc.constantFrom<object | string>(
  ...[{ AWS: "arn:aws:iam::999999999999:root" }, { AWS: "arn:aws:iam::999999999999:root" }, { AWS: PORTAL }, { AWS: "999999999999" }, "*"],
  ...[{ AWS: "arn:aws:iam::999999999999:role/second" }, { AWS: ["999999999999", "444444444444"] }, { Service: "ec2.amazonaws.com" }],
);
const statement = fc.record({
  Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
  Principal: principal,
  Action: fc.constantFrom("sts:AssumeRole", "sts:AssumeRole", "sts:*", "sts:TagSession"),
  Condition: condition,
});
const policies = fc
  .tuple(fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17"), fc.array(statement, { minLength: 1, maxLength: 3 }))
  .map(([Version, Statement]) => JSON.stringify({ Version, Statement }, null, 1));

const SECOND = "arn:aws:iam::999999999999:role/second";
const another = ["arn:aws:iam::999999999999:role/another-role", "arn:aws:iam::999999999999:user/another"];
const outsiders = ["444444444444", "000000000000"].flatMap((account) => [
  ...["stranger", "sallyport", "second", "x"].map((name) => `arn:aws:iam::${account}:role/${name}`),
  `arn:aws:iam::${account}:user/someone`,
]);

/** How the sandbox, which shares no code with the analysis, evaluates the policy. */
function sandboxOf(text: string) {
  const allows = trustPolicyEvaluator(text, "arn:aws:iam::222222222222:role/reader");
  const opens = (callerArn: string, externalId: string | undefined) =>
    allows({ callerArn, sessionName: "sp-test", ...(externalId !== undefined && { externalId }) });
  const id = parseSendableId(ID);
  const wrong = id.kind === "id" ? wrongIds(readTrustPolicy(findPolicy(text).json), id.value, []) : [];
  return {
    opensWithCorrectId: opens(PORTAL, ID),
    opensWrong: wrong.filter(({ value }) => [PORTAL, SECOND, ...another].some((caller) => opens(caller, value))).map(({ value }) => value),
    opensOutside: outsiders.some((caller) =>
      [ID, undefined, `${ID}x`, "sp-22222222-3333-4444-8555-666666666666"].some((sent) => opens(caller, sent)),
    ),
    opensOutsideWithWrongId: outsiders.some((caller) => wrong.some(({ value }) => opens(caller, value))),
  };
}

function examine(text: string): Extract<Examination, { kind: "examined" }> {
  const examined = examineTrustPolicy(text, WANTED);
  if (examined.kind === "unreadable") throw new Error(examined.sentence);
  return examined;
}

/** Policies that once showed a defect. They are tried in every run. */
const FOUND = [
  {
    Principal: { AWS: ["999999999999", "444444444444"] },
    Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/sallyport" }, ...ONLY_ID },
  },
  {
    Principal: { AWS: ["999999999999", "444444444444"] },
    Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/*" }, ...ONLY_ID },
  },
  { Principal: { AWS: "999999999999" }, Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/*" } } },
].map((only) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...only }] }));

const asserted = (check: (text: string) => void) =>
  fc.assert(fc.property(policies, check), { numRuns: RUNS, examples: FOUND.map((text) => [text]) });

test("the sandbox allows a policy without findings only for the portal with the correct ID", () => {
  asserted((text) => {
    const { verdict } = examine(text);
    const { opensWithCorrectId, opensWrong, opensOutside } = sandboxOf(text);
    if (verdict === "sound")
      expect({ opensWithCorrectId, opensWrong, opensOutside }).toEqual({ opensWithCorrectId: true, opensWrong: [], opensOutside: false });
  });
});

test("the sandbox agrees with each verdict of open, loose or locked out", () => {
  asserted((text) => {
    const { verdict, findings } = examine(text);
    const { opensWithCorrectId, opensWrong, opensOutside, opensOutsideWithWrongId } = sandboxOf(text);
    if (verdict === "open" || verdict === "loose") expect(opensWrong.length > 0 || opensOutside || opensOutsideWithWrongId).toBe(true);
    expect(findings.some(({ severity }) => severity === "locked-out")).toBe(!opensWithCorrectId);
  });
});

test("the sandbox allows a corrected policy only for the portal with the correct ID", () => {
  asserted((text) => {
    const { corrected } = examine(text);
    expect(examine(corrected).verdict).toBe("sound");
    expect(sandboxOf(corrected)).toMatchObject({ opensWithCorrectId: true, opensWrong: [], opensOutside: false });
  });
});

test("no text makes the analysis throw", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.json(),
        policies.map((text) => text.slice(0, -3)),
      ),
      (text) => {
        expect(["examined", "unreadable"]).toContain(examineTrustPolicy(text, WANTED).kind);
      },
    ),
    { numRuns: RUNS },
  );
});
