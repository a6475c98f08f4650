import { describe, expect, test } from "vitest";
import { RETIRED_ID, RIGHT_ID } from "#lib/verification/testing/scripted-run.ts";
import { BAD_TRUST, GOOD_TRUST, LOCKED_TRUST, type TrustCase, type Written } from "#lib/verification/testing/trust-policies.ts";
import { type Examination, examineTrustPolicy, type Wanted } from "./examine-trust-policy.ts";

const WRITTEN: Written = {
  id: RIGHT_ID,
  retired: RETIRED_ID,
  partnerRoot: "arn:aws:iam::999999999999:root",
  ourRole: "arn:aws:iam::999999999999:role/sallyport",
  secondRole: "arn:aws:iam::999999999999:role/sallyport-second",
};
const WANTED: Wanted = {
  externalId: RIGHT_ID,
  retired: [RETIRED_ID],
  partition: "aws",
  partnerAccountIds: ["999999999999"],
  principalArns: [WRITTEN.ourRole],
};
/** The same policy judged by somebody who knows the External ID and nothing else. */
const ID_ALONE: Wanted = { ...WANTED, retired: [], partnerAccountIds: [], principalArns: [] };

const policyOf = (trust: TrustCase) => JSON.stringify({ Version: "2012-10-17", Statement: trust.statements(WRITTEN) }, null, 2);
const classesOf = (examined: Examination) =>
  examined.kind === "examined" ? examined.findings.map((finding) => finding.class) : [examined.message];

describe.each(BAD_TRUST)("finds the hole in $name", (trust) => {
  test("of the class that the probes would name, and the mended policy has none", () => {
    const examined = examineTrustPolicy(policyOf(trust), WANTED);
    expect(classesOf(examined)).toContain(trust.hole ?? "foreign-value");
    if (examined.kind !== "examined") return;
    expect(classesOf(examineTrustPolicy(JSON.stringify(examined.mended), WANTED))).toEqual([]);
  });

  test("even when only the External ID is known", () => {
    const known = examineTrustPolicy(policyOf(trust), ID_ALONE);
    expect(known.kind === "examined" && known.findings.length).toBeGreaterThan(0);
  });
});

test.each(GOOD_TRUST)("raises no alarm for $name", (trust) => {
  expect(classesOf(examineTrustPolicy(policyOf(trust), WANTED))).toEqual([]);
  expect(classesOf(examineTrustPolicy(policyOf(trust), ID_ALONE))).toEqual([]);
});

test.each(LOCKED_TRUST)("says that nobody of ours gets in: $name", (trust) => {
  expect(classesOf(examineTrustPolicy(policyOf(trust), WANTED))).toContain("locked");
});

test("names the line of the condition, of the principal, or of the statement", () => {
  const lineOf = (name: string) => {
    const trust = BAD_TRUST.find((one) => one.name === name);
    const text = trust === undefined ? "" : policyOf(trust);
    const examined = examineTrustPolicy(text, WANTED);
    return text.split("\n")[(examined.kind === "examined" ? (examined.findings[0]?.line ?? 0) : 0) - 1]?.trim();
  };
  expect(lineOf("StringLike *")).toBe('"sts:ExternalId": "*"');
  expect(lineOf("Principal * with the right condition")).toBe('"Principal": "*",');
  expect(lineOf("no condition")).toBe("{");
});

test("takes a condition on what it does not know for open", () => {
  const statement = { Effect: "Allow", Principal: { AWS: WRITTEN.partnerRoot }, Action: "sts:AssumeRole" };
  const policy = { Version: "2012-10-17", Statement: { ...statement, Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } } };
  expect(classesOf(examineTrustPolicy(JSON.stringify(policy), WANTED))).toEqual(["no-condition-or-if-exists"]);
});

test.each([
  ["", 1],
  ["{", 1],
  ["// a comment\n{}", 1],
  ['{"Statement": []}', 1],
  ['{\n"Statement": [{"Effect": "Maybe"}]}', 2],
  ['{\n"Statement": [\n{"Effect": "Allow", "Effect": "Deny"}]}', 3],
  ['{\n"Statement": [\n{"Effect": "Allow",\n"Principal": "*",}]}', 4],
  ['{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}]}', 1],
  [`{"Statement": ${"[".repeat(100)}`, 1],
  ["x".repeat(30_000), 1],
])("cannot read %j and says where", (text, line) => {
  expect(examineTrustPolicy(text, WANTED)).toMatchObject({ kind: "unreadable", line, message: expect.stringMatching(/\.$/) });
});
