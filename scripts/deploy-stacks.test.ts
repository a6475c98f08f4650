import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}
interface Role {
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: {
    readonly RoleName: string;
    readonly AssumeRolePolicyDocument: { readonly Statement: readonly Statement[] };
    readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  };
}
const rolesOf = (file: string): Record<string, Role> => JSON.parse(readFileSync(`deploy/${file}`, "utf8")).Resources;
const parametersOf = (file: string): Record<string, object> => JSON.parse(readFileSync(`deploy/${file}`, "utf8")).Parameters;

test("the partner's role is retained when its stack is deleted: a recreated role is another principal, which no customer trusts", () => {
  const { SallyportRole } = rolesOf("partner-account.json");
  expect(SallyportRole).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
});

test("the partner's role may only assume roles, and in its own account only the second principal", () => {
  const statements = rolesOf("partner-account.json")["SallyportRole"]?.Properties.Policies?.flatMap(
    (policy) => policy.PolicyDocument.Statement,
  );
  expect(statements?.filter(({ Effect }) => Effect === "Allow").map(({ Action, Condition }) => [Action, Condition])).toEqual([
    [["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"], undefined],
  ]);
  expect(statements).toContainEqual({
    ...{ Sid: "NeverOurOwn", Effect: "Deny", Action: "sts:AssumeRole" },
    NotResource: { "Fn::Sub": expect.stringMatching(/^arn:\S+:iam::\S+AccountId}:role\/sallyport-second$/) },
    Condition: { StringEquals: { "aws:ResourceAccount": { Ref: "AWS::AccountId" } } },
  });
});

test("the open canary role requires no External ID, the closed one an External ID that is never sent, and neither has permissions", () => {
  const { OpenCanary, ClosedCanary } = rolesOf("canary-account.json");
  expect([OpenCanary?.Properties.RoleName, ClosedCanary?.Properties.RoleName]).toEqual([
    "sallyport-canary-open",
    "sallyport-canary-closed",
  ]);
  const condition = (role: Role | undefined) => role?.Properties.AssumeRolePolicyDocument.Statement.map(({ Condition }) => Condition);
  expect(condition(OpenCanary)).toEqual([undefined]);
  expect(condition(ClosedCanary)).toEqual([{ StringEquals: { "sts:ExternalId": { Ref: "ClosedExternalId" } } }]);
  for (const role of [OpenCanary, ClosedCanary]) expect(Object.keys(role?.Properties ?? {})).not.toContain("Policies");
});

test("both optional principals are created only on request, may assume customers' roles and none in the partner's accounts", () => {
  const { SecondPrincipalRole } = rolesOf("partner-account.json");
  const { OutsidePrincipalRole } = rolesOf("canary-account.json");
  expect([SecondPrincipalRole?.Condition, OutsidePrincipalRole?.Condition]).toEqual(["WithSecondPrincipal", "WithOutsidePrincipal"]);
  expect(parametersOf("partner-account.json")["SecondPrincipal"]).toMatchObject({ Default: "no" });
  expect(parametersOf("canary-account.json")["OutsidePrincipal"]).toMatchObject({ Default: "no" });
  const own = { Ref: "AWS::AccountId" };
  const accounts = [own, [own, { Ref: "PartnerAccountId" }]];
  for (const [n, role] of [SecondPrincipalRole, OutsidePrincipalRole].entries()) {
    expect(role?.Properties.Policies?.flatMap((policy) => policy.PolicyDocument.Statement)).toEqual([
      { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" },
      {
        ...{ Sid: "NeverOurOwn", Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" },
        Condition: { StringEquals: { "aws:ResourceAccount": accounts[n] } },
      },
    ]);
  }
});
