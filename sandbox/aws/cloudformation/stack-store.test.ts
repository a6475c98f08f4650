import { expect, test } from "vitest";
import { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { iamAccessOf } from "./iam-access.ts";
import type { StackRequest } from "./plan-stack.ts";
import { stackStore } from "./stack-store.ts";

const ACCOUNT = "222222222222";
const TRUST = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "999999999999" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": { Ref: "Word" } } },
    },
  ],
};
/** A trust policy that someone has set manually. */
const OPEN = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] });

const EXTRA = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "iam:GetRole", Resource: { "Fn::GetAtt": ["Role", "Arn"] } }],
};

function templateWith(more: object = {}, role: object = {}): string {
  return JSON.stringify({
    Parameters: {
      Word: { Type: "String", AllowedPattern: "[a-z ]+" },
      Path: { Type: "String", Default: "/a/" },
      Extra: { Type: "String", Default: "no" },
    },
    Conditions: { HasExtra: { "Fn::Equals": [{ Ref: "Extra" }, "yes"] } },
    Resources: {
      Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: TRUST, Path: { Ref: "Path" }, ...role } },
      Policy: {
        Type: "AWS::IAM::Policy",
        Condition: "HasExtra",
        Properties: { PolicyName: "extra", Roles: [{ Ref: "Role" }], PolicyDocument: EXTRA },
      },
      ...more,
    },
    Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Role", "Arn"] } } },
  });
}

const MALFORMED = { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Maybe" }] } };
const BROKEN = {
  Type: "AWS::IAM::Policy",
  Properties: { PolicyName: "broken", Roles: [{ Ref: "Role" }], PolicyDocument: { Statement: "none" } },
};

function request(more: Partial<StackRequest> = {}): StackRequest {
  return {
    accountId: ACCOUNT,
    region: "eu-central-1",
    stackName: "sally",
    templateUrl: "http://localhost/t.json",
    templateBody: templateWith(),
    parameters: { Word: "one" },
    capabilities: ["CAPABILITY_IAM"],
    ...more,
  };
}

function setUp() {
  const iam = new RoleStore("aws", () => {});
  const store = stackStore({ iam: iamAccessOf(iam), stacks: new Map() });
  const role = () => iam.listRoles(ACCOUNT)[0];
  return { iam, store, role };
}

test.each([
  ["without the capability", { capabilities: [] }, "Requires capabilities : [CAPABILITY_IAM]"],
  ["with an invalid name", { stackName: "1st" }, "stackName"],
  [
    "with a parameter the template does not have",
    { parameters: { Word: "one", Other: "x" } },
    "Parameters: [Other] do not exist in the template",
  ],
  [
    "with a parameter named like a property of Object.prototype",
    { parameters: { Word: "one", constructor: "x" } },
    "do not exist in the template",
  ],
  ["without a parameter that has no default", { parameters: {} }, "Parameters: [Word] must have values"],
  ["with a value outside the pattern", { parameters: { Word: "ONE" } }, "Parameter 'Word' must match pattern"],
  ["with a value of which only one line matches", { parameters: { Word: "one\n1" } }, "Parameter 'Word' must match pattern"],
  [
    "whose role has a name, without the capability for it",
    { templateBody: templateWith({}, { RoleName: "fixed" }) },
    "Requires capabilities : [CAPABILITY_NAMED_IAM]",
  ],
  [
    "with an unsupported resource type",
    { templateBody: templateWith({ User: { Type: "AWS::IAM::User" } }) },
    "Unrecognized resource types: [AWS::IAM::User]",
  ],
])("rejects a stack %s and creates nothing", (_, more, message) => {
  const { store, iam } = setUp();
  expect(() => store.create(request(more))).toThrow(message);
  expect(iam.listRoles(ACCOUNT)).toEqual([]);
  expect(store.list(ACCOUNT, "eu-central-1")).toEqual([]);
});

test("a role that IAM rejects leaves a rolled-back stack and no role", () => {
  const { store, iam } = setUp();
  const stack = store.create(request({ templateBody: templateWith({}, MALFORMED) }));
  expect(stack).toMatchObject({ status: "ROLLBACK_COMPLETE", outputs: [], resources: [] });
  expect(stack.events).toContainEqual(
    expect.objectContaining({ logicalId: "Role", status: "CREATE_FAILED", reason: expect.stringContaining("policy") }),
  );
  expect(iam.listRoles(ACCOUNT)).toEqual([]);
});

test("the role name is generated from the stack name and the logical ID within the limit of IAM", () => {
  const { store, role } = setUp();
  store.create(request());
  expect(role()?.roleName).toMatch(/^sally-Role-[0-9A-Z]{12}$/);
  const long = setUp();
  long.store.create(request({ stackName: "s".repeat(128) }));
  expect(long.role()?.roleName).toMatch(/^s{51}-[0-9A-Z]{12}$/);
});

const NAMED = { capabilities: ["CAPABILITY_NAMED_IAM"], templateBody: templateWith({}, { RoleName: "fixed" }) };
const withPolicies = (policies: object) => {
  const template = JSON.parse(NAMED.templateBody) as { Resources: { Role: object } };
  Object.assign(template.Resources.Role, policies);
  return { ...NAMED, templateBody: JSON.stringify(template) };
};

test("a role with a name of its own is created under that name, and a name that exists is rejected by IAM", () => {
  const { store, role } = setUp();
  store.create(request(NAMED));
  expect(role()?.roleName).toBe("fixed");
  expect(store.create(request({ ...NAMED, stackName: "other" }))).toMatchObject({ status: "ROLLBACK_COMPLETE", resources: [] });
  expect(role()?.roleName).toBe("fixed");
});

test("a role with the DeletionPolicy Retain stays when its stack is deleted, and one without is deleted", () => {
  const retained = setUp();
  retained.store.create(request(withPolicies({ DeletionPolicy: "Retain" })));
  retained.store.remove(request());
  expect(retained.role()?.roleName).toBe("fixed");
  const deleted = setUp();
  deleted.store.create(request(withPolicies({ UpdateReplacePolicy: "Retain" })));
  deleted.store.remove(request());
  expect(deleted.iam.listRoles(ACCOUNT)).toEqual([]);
});

test("a replaced role with the UpdateReplacePolicy Retain stays beside the new one", () => {
  const { store, iam } = setUp();
  store.create(request(withPolicies({ UpdateReplacePolicy: "Retain" })));
  const renamed = withPolicies({ UpdateReplacePolicy: "Retain" }).templateBody.replace('"fixed"', '"other"');
  store.update(request(), request({ ...NAMED, templateBody: renamed }));
  expect(iam.listRoles(ACCOUNT).map(({ roleName }) => roleName)).toEqual(["fixed", "other"]);
});

test("an update with the same values does nothing and does not repair a manually edited policy", () => {
  const { store, iam, role } = setUp();
  store.create(request());
  const roleName = role()?.roleName ?? "";
  iam.updateAssumeRolePolicy(ACCOUNT, roleName, OPEN);
  expect(() => store.update(request(), request())).toThrow("No updates are to be performed.");
  expect(role()?.trust.text).toBe(OPEN);
});

test("an update of one property keeps a manual change of another", () => {
  const { store, iam, role } = setUp();
  store.create(request());
  iam.updateAssumeRolePolicy(ACCOUNT, role()?.roleName ?? "", OPEN);
  store.update(request(), request({ templateBody: templateWith({}, { Description: "new" }) }));
  expect(role()).toMatchObject({ description: "new", trust: { text: OPEN } });
});

test("an update with another value updates the role in place", () => {
  const { store, role } = setUp();
  const before = store.create(request());
  const after = store.update(request(), request({ parameters: { Word: "two", Extra: "yes" } }));
  expect(after).toMatchObject({ status: "UPDATE_COMPLETE", stackId: before.stackId, outputs: before.outputs });
  expect(role()?.trust.text).toContain('"two"');
  expect(role()?.inlinePolicies.get("extra")?.text).toContain(before.outputs[0]?.value);
  store.update(request(), request({ parameters: { Word: "two", Extra: "no" } }));
  expect(role()?.inlinePolicies.size).toBe(0);
});

test("an update of the path replaces the role", () => {
  const { store, iam, role } = setUp();
  store.create(request({ parameters: { Word: "one", Extra: "yes" } }));
  const old = role()?.roleName;
  const after = store.update(request(), request({ parameters: { Word: "one", Extra: "yes", Path: "/b/" } }));
  expect(after.status).toBe("UPDATE_COMPLETE");
  expect(iam.listRoles(ACCOUNT)).toHaveLength(1);
  expect(role()?.roleName).not.toBe(old);
  expect(role()?.inlinePolicies.has("extra")).toBe(true);
});

test("an update that IAM rejects does not change the role", () => {
  const { store, role } = setUp();
  store.create(request());
  const before = structuredClone(role());
  const stack = store.update(
    request(),
    request({ parameters: { Word: "two", Extra: "yes" }, templateBody: templateWith({ Policy: BROKEN }) }),
  );
  expect(stack).toMatchObject({ status: "UPDATE_ROLLBACK_COMPLETE", parameters: { Word: "one" } });
  expect(role()).toEqual(before);
});

test("deleting a stack succeeds when its role no longer exists", () => {
  const { store, iam, role } = setUp();
  store.create(request());
  iam.deleteRole(ACCOUNT, role()?.roleName ?? "");
  store.remove(request());
  expect(store.find(request())).toBeUndefined();
  expect(() => store.remove(request())).not.toThrow();
});

test("a stack can be saved as JSON and loaded again", () => {
  const { store, iam } = setUp();
  const stack = store.create(request());
  const stacks = new Map([["222222222222/eu-central-1/sally", JSON.parse(JSON.stringify(stack))]]);
  const again = stackStore({ iam: iamAccessOf(iam), stacks });
  expect(() => again.update(request(), request())).toThrow("No updates are to be performed.");
});
