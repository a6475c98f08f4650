import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { trustPolicy } from "#lib/role-setup/template/trust-policy.ts";
import { type Examination, type ExpectedTrust, examineTrustPolicy } from "./examine-trust-policy.ts";

const ID = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";
const RETIRED = "sp-0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";
const WANTED: ExpectedTrust = {
  externalId: ID,
  partnerAccountIds: ["999999999999"],
  partnerPrincipalArns: ["arn:aws:iam::999999999999:role/sallyport"],
  partition: "aws",
  retired: [RETIRED],
};
/** The expected trust of a person who knows only the External ID. */
const ID_ALONE: ExpectedTrust = { externalId: ID, partnerAccountIds: [], partnerPrincipalArns: [], partition: "aws" };

interface Case {
  readonly name: string;
  readonly statements: readonly unknown[];
}
interface FoundCase extends Case {
  readonly weakness: string;
  /** The text of the line of the finding. */
  readonly at: string;
  readonly statement: number;
}

const cases = <T>(name: string): readonly T[] => JSON.parse(readFileSync(new URL(`../doctor/cases/${name}.json`, import.meta.url), "utf8"));
const BAD = cases<FoundCase & { readonly severity: string; readonly verdict: string }>("bad-policies");
const GOOD = cases<Case>("good-policies");
const LOCKED = cases<Case & { readonly at: string; readonly says: string }>("locked-out-policies");
const DOUBTFUL = cases<FoundCase & { readonly says: string }>("doubtful-policies");

/** Replaces the placeholders of the case tables: the ID, parts of it, and a retired ID. */
function written(text: string): string {
  return text
    .replaceAll("<id>", ID)
    .replaceAll("<ID>", ID.toUpperCase())
    .replaceAll("<retired>", RETIRED)
    .replaceAll("<all but last>", ID.slice(0, -1))
    .replace(/<first (\d+)>/g, (_all, count: string) => ID.slice(0, Number(count)))
    .replace(/<last (\d+)>/g, (_all, count: string) => ID.slice(-Number(count)));
}

const policyOf = ({ statements }: Case) => written(JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2));

function readable(examined: Examination): Extract<Examination, { kind: "examined" }> {
  if (examined.kind === "unreadable") throw new Error(`line ${examined.line}: ${examined.sentence}`);
  return examined;
}

const examine = (text: string, wanted = WANTED) => readable(examineTrustPolicy(text, wanted));
const lineOf = (text: string, line: number) => text.split("\n")[line - 1]?.trim();

test("the case tables contain at least the known policies", () => {
  expect([BAD.length, GOOD.length, LOCKED.length].every((length, index) => length >= ([28, 6, 4][index] ?? 0))).toBe(true);
});

describe.each(BAD)("$name", (bad) => {
  const text = policyOf(bad);

  test("is not secure: class, statement and line of the weakness are reported", () => {
    const { verdict, findings } = examine(text);
    expect(verdict).toBe(bad.verdict);
    expect(findings).toContainEqual(expect.objectContaining({ weakness: bad.weakness, severity: bad.severity, statement: bad.statement }));
    const finding = findings.find(({ weakness, statement }) => weakness === bad.weakness && statement === bad.statement);
    expect(lineOf(text, finding?.line ?? 0)).toBe(written(bad.at));
    expect(finding?.sentence).toMatch(/^\S.*[.]$/);
  });

  test("is secure when corrected, with only this connection's ID", () => {
    const { corrected, changes } = examine(text);
    expect(examine(corrected)).toMatchObject({ verdict: "sound" });
    expect(changes.length).toBeGreaterThan(0);
    expect(JSON.parse(corrected).Statement.slice(0, 2)).toEqual(trustPolicy(WANTED).Statement);
  });

  test("is not secure when only the External ID is known", () => {
    expect(examine(text, ID_ALONE).verdict).not.toBe("sound");
  });
});

test.each(GOOD)("has no weakness: $name", (good) => {
  const text = policyOf(good);
  const { verdict, findings, corrected, changes } = examine(text);
  expect({ verdict, changes, weaknesses: findings.filter(({ severity }) => severity !== "warning") }).toEqual({
    verdict: "sound",
    changes: [],
    weaknesses: [],
  });
  expect(JSON.parse(corrected)).toEqual(JSON.parse(text));
});

test.each(LOCKED)("reports that the portal is denied, and corrects the policy: $name", (locked) => {
  const text = policyOf(locked);
  const { verdict, findings, corrected } = examine(text);
  expect(verdict).not.toBe("sound");
  const finding = findings.find(({ severity }) => severity === "locked-out");
  expect(lineOf(text, finding?.line ?? 0)).toBe(written(locked.at));
  expect(finding).toMatchObject({ weakness: "locked-out", sentence: locked.says });
  expect(examine(corrected).verdict).toBe("sound");
});

test.each(DOUBTFUL)("gives a warning and no weakness: $name", (doubtful) => {
  const text = policyOf(doubtful);
  const { verdict, findings } = examine(text);
  expect(verdict).toBe("sound");
  expect(findings).toEqual([expect.objectContaining({ severity: "warning", weakness: doubtful.weakness, statement: doubtful.statement })]);
  expect(lineOf(text, findings[0]?.line ?? 0)).toBe(written(doubtful.at));
  expect(findings[0]?.sentence).toBe(doubtful.says);
});

test.each(cases<{ name: string; text: string; line: number; column: number; says: string }>("unreadable-texts"))(
  "rejects $name, with position and reason",
  ({ text, line, column, says }) => {
    expect(examineTrustPolicy(text, WANTED)).toEqual({ kind: "unreadable", line, column, sentence: says });
  },
);

test.each([
  ["too long", "x".repeat(65_537), "64 kB"],
  ["too deep", `{"Statement": ${"[".repeat(1000)}`, "nested too deeply"],
  ["nothing but empty lines", `${"\n".repeat(60_000)}{`, "Unexpected end of the policy"],
  ["nothing but spaces", `${" ".repeat(60_000)}-`, "Unexpected character"],
])("rejects at once a text that is %s", (_name, text, says) => {
  expect(examineTrustPolicy(text, WANTED)).toMatchObject({ kind: "unreadable", sentence: expect.stringContaining(says) });
});

describe("in a whole role, as AWS prints it, the trust policy is analyzed", () => {
  const open = policyOf({ name: "", statements: [{ Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" }] });
  const encoded = encodeURIComponent(open);
  test.each([
    ["as an object", { Role: { RoleName: "a", AssumeRolePolicyDocument: JSON.parse(open) } }, 7],
    ["URL-encoded", { Role: { RoleName: "a", AssumeRolePolicyDocument: encoded } }, 4],
    ["as a text", { AssumeRolePolicyDocument: open }, 2],
    ["the only one of a list", { Roles: [{ AssumeRolePolicyDocument: JSON.parse(open) }] }, 7],
  ])("%s", (_name, role, line) => {
    const { verdict, findings, note } = examine(JSON.stringify(role, null, 2));
    expect({ verdict, line: findings[0]?.line }).toEqual({ verdict: "open", line });
    expect(note).toMatch(/whole role/);
  });

  test("the policy alone, encoded or in quotes, is decoded", () => {
    for (const text of [encoded, JSON.stringify(open), JSON.stringify(encoded)])
      expect(examine(text)).toMatchObject({ verdict: "open", findings: [{ line: 1, column: 1 }], note: expect.stringMatching(/encoded/) });
  });
});

describe("the corrected policy", () => {
  const service = { Sid: "Ours", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  const correct = (...statements: readonly unknown[]) =>
    JSON.parse(examine(policyOf({ name: "", statements })).corrected).Statement.slice(2);
  const open = { Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" };

  test("keeps statements that don't concern the portal, unchanged", () => {
    expect(correct(open, service)).toEqual([service]);
  });

  test("removes AWS accounts from a statement that also names a service", () => {
    const both = { ...service, Principal: { AWS: ["999999999999"], Service: "ec2.amazonaws.com" } };
    expect(correct(both)).toEqual([service]);
  });

  test("keeps a Deny unless it denies the portal", () => {
    const deny = { Effect: "Deny", Principal: { AWS: "444444444444" }, Action: "sts:AssumeRole" };
    expect(correct(open, deny, { ...deny, Principal: "*" })).toEqual([deny]);
  });

  test("keeps the version of the policy language for kept statements", () => {
    const deny = {
      Effect: "Deny",
      Principal: "*",
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": `\${sts:ExternalId}` } },
    };
    const { corrected } = examine(JSON.stringify({ Version: "2008-10-17", Statement: [open, deny] }));
    expect(JSON.parse(corrected)).toMatchObject({ Version: "2008-10-17", Statement: [{}, {}, deny] });
    expect(examine(corrected).verdict).toBe("sound");
  });

  test("has no two statements with the same Sid", () => {
    const { Sid: _, ...rest } = service;
    expect(correct(open, { ...service, Sid: "AssumeWithExternalId" })).toEqual([rest]);
  });

  test("has a placeholder for an unknown partner account", () => {
    const { corrected } = examine(policyOf({ name: "", statements: [{ ...open, Principal: "*" }] }), ID_ALONE);
    expect(corrected).toContain("arn:aws:iam::PARTNER_ACCOUNT_ID:root");
  });
});

test("has no control characters", () => {
  const id = "\u001b[2J\u009b\\u202e";
  const { findings, corrected } = examine(
    policyOf({
      name: "",
      statements: [
        { Sid: id, Effect: "Allow", Principal: { Service: id }, Action: "sts:*" },
        {
          Effect: "Allow",
          Principal: { AWS: "999999999999" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": id } },
        },
      ],
    }),
  );
  for (const text of [corrected, ...findings.map(({ sentence }) => sentence)]) expect(text).toMatch(/^[\x20-\x7e\n\u00a1-\u00ff]*$/);
});

test("throws for an External ID that STS does not accept", () => {
  expect(() => examineTrustPolicy(policyOf(GOOD[0] ?? { name: "", statements: [] }), { ...WANTED, externalId: "" })).toThrow(TypeError);
});
