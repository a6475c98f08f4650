import { describe, expect, test } from "vitest";
import type { Wanted } from "./finding.ts";
import { mendPolicy, prettyPolicy } from "./mend-policy.ts";
import { partiesOf } from "./parties.ts";
import { readJson } from "./read-json.ts";
import { readTrustPolicy } from "./read-trust-policy.ts";

const PORTAL = "arn:aws:iam::999999999999:role/sallyport";
const wanted: Wanted = { externalId: "sp-1", partnerAccountIds: ["999999999999"], partnerPrincipalArns: [PORTAL], partition: "aws" };
const open = { Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" };
const service = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const both = { ...service, Principal: { ...service.Principal, AWS: "999999999999" } };
const deny = { Effect: "Deny", Principal: { AWS: "444444444444" }, Action: "sts:AssumeRole" };
const everybody = { ...deny, Principal: "*" };

function mend(statements: readonly object[], more: Partial<Wanted> = {}, Version = "2012-10-17") {
  const asked = { ...wanted, ...more };
  const policy = readTrustPolicy(readJson(JSON.stringify({ Version, Statement: statements })));
  const { policy: text, changes } = mendPolicy(policy, asked, partiesOf(policy, asked));
  const mended: { Version: string; Statement: readonly object[] } = JSON.parse(text);
  return { version: mended.Version, ours: mended.Statement.slice(0, 2), kept: mended.Statement.slice(2), changes };
}

test("two statements let in the portal's role alone, with the one ID: to open the role, and to name the session's reader", () => {
  const Principal = { AWS: ["arn:aws:iam::999999999999:root"] };
  const Condition = { StringEquals: { "sts:ExternalId": "sp-1" }, ArnEquals: { "aws:PrincipalArn": [PORTAL] } };
  expect(mend([open]).ours).toEqual([
    { Sid: "AssumeWithExternalId", Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition },
    { Sid: "NameWithExternalId", Effect: "Allow", Principal, Action: ["sts:SetSourceIdentity", "sts:TagSession"], Condition },
  ]);
});

test("where no role is known the accounts are named alone, each, in their partition", () => {
  const known = { partnerPrincipalArns: [], partnerAccountIds: ["999999999999", "888888888888"], partition: "aws-cn" } as const;
  expect(mend([open], known).ours[0]).toMatchObject({
    Principal: { AWS: ["arn:aws-cn:iam::999999999999:root", "arn:aws-cn:iam::888888888888:root"] },
    Condition: { StringEquals: { "sts:ExternalId": "sp-1" } },
  });
  expect(JSON.stringify(mend([open], known).ours)).not.toContain("aws:PrincipalArn");
});

describe("what becomes of each statement", () => {
  test.each([
    ["about us alone: replaced", open, []],
    ["about everybody: replaced", { ...open, Principal: "*" }, []],
    ["about everybody but some: replaced", { Effect: "Allow", NotPrincipal: both.Principal, Action: "sts:AssumeRole" }, []],
    ["about us and a service: the service stays", both, [service]],
    ["about a service alone: stays", service, [service]],
    ["a Deny for others: stays", deny, [deny]],
    ["a Deny that refuses us: goes", everybody, []],
  ])("%s", (_fate, statement, kept) => {
    expect(mend([open, statement]).kept).toEqual(kept);
  });

  test("a Deny that refuses our right call goes; one that does not, or only may, stays", () => {
    const when = (Condition: object) => ({ ...everybody, Condition });
    const right = { StringEquals: { "sts:ExternalId": "sp-1" } };
    const wrong = { StringNotEquals: { "sts:ExternalId": "sp-1" } };
    const somewhere = { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    expect(mend([open, when(right), when(wrong), when(somewhere), when({ ...right, ...somewhere })]).kept).toEqual([
      when(wrong),
      when(somewhere),
      when({ ...right, ...somewhere }),
    ]);
  });

  test("a Deny goes when it refuses any of the portal's roles", () => {
    const second = "arn:aws:iam::999999999999:role/second";
    const refusing = { ...deny, Principal: { AWS: second } };
    expect(mend([open, refusing]).kept).toEqual([refusing]);
    expect(mend([open, refusing], { partnerPrincipalArns: [PORTAL, second] }).kept).toEqual([]);
  });

  test("a Sid of ours is taken away from a statement that has it, and no other Sid", () => {
    const named = { Sid: "Mine", ...service };
    expect(mend([open, { Sid: "NameWithExternalId", ...service }, named]).kept).toEqual([service, named]);
  });
});

test("the older language stays while a statement of it stays, since its text would mean something else", () => {
  expect(mend([open], {}, "2008-10-17").version).toBe("2012-10-17");
  expect(mend([open, service], {}, "2008-10-17").version).toBe("2008-10-17");
  expect(mend([open, service]).version).toBe("2012-10-17");
});

describe("says what changed", () => {
  const second =
    "The first opens the role. The second opens nothing: with it we may label our sessions for your CloudTrail, and you may leave it out.";
  const needless = 'as before: a "Deny" opens nothing, and the new statements do not need it.';
  const first = (what: string) => `${what}, which let in our own role alone, and only with sp-1.`;
  test.each([
    [[open], [first("Statement 1 is replaced by two new ones"), second]],
    [
      [open, open],
      [first("Statements 1 and 2 are replaced by two new ones"), second],
    ],
    [
      [open, open, open],
      [first("Statements 1, 2 and 3 are replaced by two new ones"), second],
    ],
    [[deny], [first("Two statements are new"), second, `Statement 1 of your policy stays ${needless}`]],
    [[service], [first("Two statements are new"), second, "Statement 1 is not about us and stays as before."]],
    [
      [service, service, open],
      [first("Statement 3 is replaced by two new ones"), second, "Statements 1 and 2 are not about us and stay as before."],
    ],
    [
      [{ ...open, Principal: "*" }, open],
      [
        first("Statements 1 and 2 are replaced by two new ones"),
        second,
        "Whoever else of yours came in by statement 1 does not any more: give them a statement of their own that names them alone, with a condition of its own.",
      ],
    ],
    [
      [{ Effect: "Allow", NotPrincipal: both.Principal, Action: "sts:AssumeRole" }],
      [
        first("Statement 1 is replaced by two new ones"),
        second,
        "Whoever else of yours came in by statement 1 does not any more: give them a statement of their own that names them alone, with a condition of its own.",
      ],
    ],
    [
      [open, deny, deny],
      [first("Statement 1 is replaced by two new ones"), second, `Statements 2 and 3 of your policy stay ${needless}`],
    ],
    [[both], [first("Two statements are new"), second, "Statement 1 no longer names AWS accounts; the rest stays."]],
    [
      [both, both],
      [first("Two statements are new"), second, "Statements 1 and 2 no longer name AWS accounts; the rest stays."],
    ],
  ])("%#", (statements, changes) => {
    const [how = "", ...rest] = changes;
    const narrowed = '"Principal" is our account, and "aws:PrincipalArn" narrows it to our role.';
    expect(mend(statements).changes).toEqual([how, narrowed, ...rest]);
  });

  test("and what is to be filled in where nobody knows the partner", () => {
    const { changes, ours } = mend([{ ...open, Principal: "*" }], { partnerAccountIds: [], partnerPrincipalArns: [] });
    expect(changes[0]).toBe("Statement 1 is replaced by two new ones, which let in our account alone, and only with sp-1.");
    expect(changes.join(" ")).not.toContain("aws:PrincipalArn");
    expect(changes.at(-1)).toBe("Put the partner’s account number where PARTNER_ACCOUNT_ID stands.");
    expect(ours[0]).toMatchObject({ Principal: { AWS: ["arn:aws:iam::PARTNER_ACCOUNT_ID:root"] } });
  });
});

test("what a terminal might obey is written as an escape", () => {
  expect(prettyPolicy({ Sid: "a\u007f\u0080\u00a0\u00ad\u00e4" })).toBe('{\n  "Sid": "a\\u007f\\u0080\\u00a0\\u00adä"\n}');
});
