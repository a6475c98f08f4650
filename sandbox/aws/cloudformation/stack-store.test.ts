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
/** What somebody wrote into the role by hand. */
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
  const book = stackStore({ iam: iamAccessOf(iam), stacks: new Map() });
  const role = () => iam.listRoles(ACCOUNT)[0];
  return { iam, book, role };
}

test.each([
  ["without the capability", { capabilities: [] }, "Requires capabilities : [CAPABILITY_IAM]"],
  ["with a name no stack can have", { stackName: "1st" }, "stackName"],
  [
    "with a parameter the template does not have",
    { parameters: { Word: "one", Other: "x" } },
    "Parameters: [Other] do not exist in the template",
  ],
  ["with a parameter inherited from no template", { parameters: { Word: "one", constructor: "x" } }, "do not exist in the template"],
  ["without a parameter that has no default", { parameters: {} }, "Parameters: [Word] must have values"],
  ["with a value outside the pattern", { parameters: { Word: "ONE" } }, "Parameter Word failed to satisfy constraint"],
  ["with a value that matches in one of its lines only", { parameters: { Word: "one\n1" } }, "Parameter Word failed to satisfy constraint"],
  ["whose role names itself", { templateBody: templateWith({}, { RoleName: "fixed" }) }, "unsupported property RoleName"],
  [
    "with a type that is not known",
    { templateBody: templateWith({ User: { Type: "AWS::IAM::User" } }) },
    "unrecognized resource types: [AWS::IAM::User]",
  ],
])("refuses a stack %s, and makes nothing", (_, more, message) => {
  const { book, iam } = setUp();
  expect(() => book.create(request(more))).toThrow(message);
  expect(iam.listRoles(ACCOUNT)).toEqual([]);
  expect(book.list(ACCOUNT, "eu-central-1")).toEqual([]);
});

test("a role that IAM refuses leaves a rolled-back stack and no role", () => {
  const { book, iam } = setUp();
  const stack = book.create(request({ templateBody: templateWith({}, MALFORMED) }));
  expect(stack).toMatchObject({ status: "ROLLBACK_COMPLETE", outputs: [], resources: [] });
  expect(stack.events).toContainEqual(
    expect.objectContaining({ logicalId: "Role", status: "CREATE_FAILED", reason: expect.stringContaining("policy") }),
  );
  expect(iam.listRoles(ACCOUNT)).toEqual([]);
});

test("a role's name is generated from stack and logical id, and fits IAM", () => {
  const { book, role } = setUp();
  book.create(request());
  expect(role()?.roleName).toMatch(/^sally-Role-[0-9A-Z]{12}$/);
  const long = setUp();
  long.book.create(request({ stackName: "s".repeat(128) }));
  expect(long.role()?.roleName).toMatch(/^s{51}-[0-9A-Z]{12}$/);
});

test("an update with the same values does nothing, and does not repair a policy edited by hand", () => {
  const { book, iam, role } = setUp();
  book.create(request());
  const roleName = role()?.roleName ?? "";
  iam.updateAssumeRolePolicy(ACCOUNT, roleName, OPEN);
  expect(() => book.update(request(), request())).toThrow("No updates are to be performed.");
  expect(role()?.trust.text).toBe(OPEN);
});

test("an update of one property leaves another that was edited by hand as it is", () => {
  const { book, iam, role } = setUp();
  book.create(request());
  iam.updateAssumeRolePolicy(ACCOUNT, role()?.roleName ?? "", OPEN);
  book.update(request(), request({ templateBody: templateWith({}, { Description: "new" }) }));
  expect(role()).toMatchObject({ description: "new", trust: { text: OPEN } });
});

test("an update with another value changes the role in place", () => {
  const { book, role } = setUp();
  const before = book.create(request());
  const after = book.update(request(), request({ parameters: { Word: "two", Extra: "yes" } }));
  expect(after).toMatchObject({ status: "UPDATE_COMPLETE", stackId: before.stackId, outputs: before.outputs });
  expect(role()?.trust.text).toContain('"two"');
  expect(role()?.inlinePolicies.get("extra")?.text).toContain(before.outputs[0]?.value);
  book.update(request(), request({ parameters: { Word: "two", Extra: "no" } }));
  expect(role()?.inlinePolicies.size).toBe(0);
});

test("an update of the path makes a new role and removes the old one", () => {
  const { book, iam, role } = setUp();
  book.create(request({ parameters: { Word: "one", Extra: "yes" } }));
  const old = role()?.roleName;
  const after = book.update(request(), request({ parameters: { Word: "one", Extra: "yes", Path: "/b/" } }));
  expect(after.status).toBe("UPDATE_COMPLETE");
  expect(iam.listRoles(ACCOUNT)).toHaveLength(1);
  expect(role()?.roleName).not.toBe(old);
  expect(role()?.inlinePolicies.has("extra")).toBe(true);
});

test("an update that IAM refuses leaves the role as it was", () => {
  const { book, role } = setUp();
  book.create(request());
  const before = structuredClone(role());
  const stack = book.update(
    request(),
    request({ parameters: { Word: "two", Extra: "yes" }, templateBody: templateWith({ Policy: BROKEN }) }),
  );
  expect(stack).toMatchObject({ status: "UPDATE_ROLLBACK_COMPLETE", parameters: { Word: "one" } });
  expect(role()).toEqual(before);
});

test("deleting a stack deletes its role, even one that is gone already", () => {
  const { book, iam, role } = setUp();
  book.create(request());
  iam.deleteRole(ACCOUNT, role()?.roleName ?? "");
  book.remove(request());
  expect(book.find(request())).toBeUndefined();
  expect(() => book.remove(request())).toThrow("Stack [sally] does not exist");
});

test("a stack survives being written to a file and read again", () => {
  const { book, iam } = setUp();
  const stack = book.create(request());
  const stacks = new Map([["222222222222/eu-central-1/sally", JSON.parse(JSON.stringify(stack))]]);
  const again = stackStore({ iam: iamAccessOf(iam), stacks });
  expect(() => again.update(request(), request())).toThrow("No updates are to be performed.");
});
