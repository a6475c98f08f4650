import { describe, expect, test } from "vitest";
import { correctPolicy, prettyPolicy } from "./correct-policy.ts";
import type { ExpectedTrust } from "./finding.ts";
import { partiesOf } from "./parties.ts";
import { readJson } from "./policy/read-json.ts";
import { readTrustPolicy } from "./policy/read-trust-policy.ts";

const PORTAL = "arn:aws:iam::999999999999:role/sallyport";
const wanted: ExpectedTrust = { externalId: "sp-1", partnerAccountIds: ["999999999999"], partnerPrincipalArns: [PORTAL], partition: "aws" };
const open = { Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" };
const service = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const both = { ...service, Principal: { ...service.Principal, AWS: "999999999999" } };
const deny = { Effect: "Deny", Principal: { AWS: "444444444444" }, Action: "sts:AssumeRole" };
const denyEveryone = { ...deny, Principal: "*" };

function correct(statements: readonly object[], more: Partial<ExpectedTrust> = {}, Version = "2012-10-17") {
  const expected = { ...wanted, ...more };
  const policy = readTrustPolicy(readJson(JSON.stringify({ Version, Statement: statements })));
  const { policy: text, changes } = correctPolicy(policy, expected, partiesOf(policy, expected));
  const corrected: { Version: string; Statement: readonly object[] } = JSON.parse(text);
  return { version: corrected.Version, added: corrected.Statement.slice(0, 2), kept: corrected.Statement.slice(2), changes };
}

test("two statements allow only the portal's role, with the External ID: to assume the role, and to set source identity and tags", () => {
  const Principal = { AWS: ["arn:aws:iam::999999999999:root"] };
  const Condition = { StringEquals: { "sts:ExternalId": "sp-1" }, ArnEquals: { "aws:PrincipalArn": [PORTAL] } };
  expect(correct([open]).added).toEqual([
    { Sid: "AssumeWithExternalId", Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition },
    { Sid: "NameWithExternalId", Effect: "Allow", Principal, Action: ["sts:SetSourceIdentity", "sts:TagSession"], Condition },
  ]);
});

test("without known roles, the policy names only the accounts, in their partition", () => {
  const known = { partnerPrincipalArns: [], partnerAccountIds: ["999999999999", "888888888888"], partition: "aws-cn" } as const;
  expect(correct([open], known).added[0]).toMatchObject({
    Principal: { AWS: ["arn:aws-cn:iam::999999999999:root", "arn:aws-cn:iam::888888888888:root"] },
    Condition: { StringEquals: { "sts:ExternalId": "sp-1" } },
  });
  expect(JSON.stringify(correct([open], known).added)).not.toContain("aws:PrincipalArn");
});

describe("each statement of the policy", () => {
  test.each([
    ["about the portal only: replaced", open, []],
    ["about everyone: replaced", { ...open, Principal: "*" }, []],
    ["about everyone except some: replaced", { Effect: "Allow", NotPrincipal: both.Principal, Action: "sts:AssumeRole" }, []],
    ["about the portal and a service: the service stays", both, [service]],
    ["about a service only: stays", service, [service]],
    ["a Deny for others: stays", deny, [deny]],
    ["a Deny that denies the portal: removed", denyEveryone, []],
  ])("%s", (_change, statement, kept) => {
    expect(correct([open, statement]).kept).toEqual(kept);
  });

  test("a Deny that certainly denies the portal's call is removed; any other stays", () => {
    const when = (Condition: object) => ({ ...denyEveryone, Condition });
    const right = { StringEquals: { "sts:ExternalId": "sp-1" } };
    const wrong = { StringNotEquals: { "sts:ExternalId": "sp-1" } };
    const somewhere = { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    expect(correct([open, when(right), when(wrong), when(somewhere), when({ ...right, ...somewhere })]).kept).toEqual([
      when(wrong),
      when(somewhere),
      when({ ...right, ...somewhere }),
    ]);
  });

  test("a Deny that denies any of the portal's roles is removed", () => {
    const second = "arn:aws:iam::999999999999:role/second";
    const refusing = { ...deny, Principal: { AWS: second } };
    expect(correct([open, refusing]).kept).toEqual([refusing]);
    expect(correct([open, refusing], { partnerPrincipalArns: [PORTAL, second] }).kept).toEqual([]);
  });

  test("a Sid of the new statements is removed from other statements; their other Sids stay", () => {
    const named = { Sid: "Mine", ...service };
    expect(correct([open, { Sid: "NameWithExternalId", ...service }, named]).kept).toEqual([service, named]);
  });
});

test("the older policy language stays while a statement in it stays, since the text would change its meaning", () => {
  expect(correct([open], {}, "2008-10-17").version).toBe("2012-10-17");
  expect(correct([open, service], {}, "2008-10-17").version).toBe("2008-10-17");
  expect(correct([open, service]).version).toBe("2012-10-17");
});

describe("describes the changes", () => {
  const second =
    "The first statement lets the portal assume the role. The second grants no access: it lets the portal label its sessions in your CloudTrail. You can leave it out.";
  const needless = 'unchanged: a "Deny" statement grants no access, and the new statements don’t need it.';
  const first = (what: string) => `${what}. They allow only the portal’s role, and only with sp-1.`;
  test.each([
    [[open], [first("Statement 1 is replaced by two new statements"), second]],
    [
      [open, open],
      [first("Statements 1 and 2 are replaced by two new statements"), second],
    ],
    [
      [open, open, open],
      [first("Statements 1, 2 and 3 are replaced by two new statements"), second],
    ],
    [[deny], [first("Two statements are new"), second, `Statement 1 of your policy is ${needless}`]],
    [[service], [first("Two statements are new"), second, "Statement 1 doesn’t concern the portal and is unchanged."]],
    [
      [service, service, open],
      [first("Statement 3 is replaced by two new statements"), second, "Statements 1 and 2 don’t concern the portal and are unchanged."],
    ],
    [
      [{ ...open, Principal: "*" }, open],
      [
        first("Statements 1 and 2 are replaced by two new statements"),
        second,
        "Other callers that statement 1 allowed can no longer assume the role. If you need them, add a separate statement that names only them.",
      ],
    ],
    [
      [{ Effect: "Allow", NotPrincipal: both.Principal, Action: "sts:AssumeRole" }],
      [
        first("Statement 1 is replaced by two new statements"),
        second,
        "Other callers that statement 1 allowed can no longer assume the role. If you need them, add a separate statement that names only them.",
      ],
    ],
    [
      [open, deny, deny],
      [first("Statement 1 is replaced by two new statements"), second, `Statements 2 and 3 of your policy are ${needless}`],
    ],
    [[both], [first("Two statements are new"), second, "Statement 1 no longer names AWS accounts. The rest is unchanged."]],
    [
      [both, both],
      [first("Two statements are new"), second, "Statements 1 and 2 no longer name AWS accounts. The rest is unchanged."],
    ],
  ])("%#", (statements, changes) => {
    const [how = "", ...rest] = changes;
    const narrowed = '"Principal" is the partner’s account, and "aws:PrincipalArn" limits it to the portal’s role.';
    expect(correct(statements).changes).toEqual([how, narrowed, ...rest]);
  });

  test("and names what to fill in when the partner is not known", () => {
    const { changes, added } = correct([{ ...open, Principal: "*" }], { partnerAccountIds: [], partnerPrincipalArns: [] });
    expect(changes[0]).toBe("Statement 1 is replaced by two new statements. They allow only the partner’s account, and only with sp-1.");
    expect(changes.join(" ")).not.toContain("aws:PrincipalArn");
    expect(changes.at(-1)).toBe("Replace PARTNER_ACCOUNT_ID with the partner’s AWS account ID.");
    expect(added[0]).toMatchObject({ Principal: { AWS: ["arn:aws:iam::PARTNER_ACCOUNT_ID:root"] } });
  });
});

test("control characters are written as escapes", () => {
  expect(prettyPolicy({ Sid: "a\u007f\u0080\u00a0\u00ad\u00e4" })).toBe('{\n  "Sid": "a\\u007f\\u0080\\u00a0\\u00adä"\n}');
});
