import { expect, test } from "vitest";
import { policyOf } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import { callIam, type Keys, TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { sandbox } = useSandbox();
const TRUST = policyOf([{ Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" }], "trust").text;
const READ = policyOf([{ Effect: "Allow", Action: "logs:*", Resource: "*" }], "identity").text;

async function iam(action: string, fields: Record<string, string>, keys: Keys = TEST_KEYS.acme) {
  const { status, body } = await callIam(sandbox().url, keys, action, fields);
  const code = /<Code>(.*)<\/Code>/.exec(body)?.[1];
  return { result: code === undefined ? String(status) : `${status} ${code}`, body };
}
const create = (roleName: string, more: Record<string, string> = {}) =>
  iam("CreateRole", { RoleName: roleName, AssumeRolePolicyDocument: TRUST, ...more });

test.each<[string, Record<string, string>, string]>([
  ["an invalid policy", { AssumeRolePolicyDocument: "{" }, "400 MalformedPolicyDocument"],
  ["a policy above 2048 characters", { AssumeRolePolicyDocument: TRUST.replace("999999999999", "x".repeat(2100)) }, "409 LimitExceeded"],
  ["a name with a slash", { RoleName: "a/b" }, "400 ValidationError"],
  ["a name of 65 characters", { RoleName: "x".repeat(65) }, "400 ValidationError"],
  ["a path without a trailing slash", { Path: "/sallyport" }, "400 ValidationError"],
  ["a session of half an hour", { MaxSessionDuration: "1800" }, "400 ValidationError"],
  ["a boundary that does not exist", { PermissionsBoundary: "arn:aws:iam::222222222222:policy/none" }, "404 NoSuchEntity"],
])("CreateRole rejects %s", async (_, fields, result) => {
  expect((await create("refused", fields)).result).toBe(result);
  expect((await iam("GetRole", { RoleName: "refused" })).result).toBe("404 NoSuchEntity");
});

test("denies what the caller's policies do not allow", async () => {
  const response = await iam("CreateRole", { RoleName: "by-partner", AssumeRolePolicyDocument: TRUST }, TEST_KEYS.partner);
  expect(response.result).toBe("403 AccessDenied");
  expect(response.body).toContain(
    "User: arn:aws:sts::999999999999:assumed-role/sallyport/sandbox is not authorized to perform: iam:CreateRole on resource: role by-partner because no identity-based policy allows the iam:CreateRole action",
  );
});

test("rejects an unsupported operation and a missing parameter", async () => {
  expect((await iam("CreateUser", { UserName: "x" })).result).toBe("400 InvalidAction");
  expect((await iam("GetRole", {})).result).toBe("400 ValidationError");
});

test("an administrator cannot access the roles of another account", async () => {
  await create("mine");
  expect((await iam("GetRole", { RoleName: "mine" }, TEST_KEYS.globex)).result).toBe("404 NoSuchEntity");
});

test("a role is created once, updated, not deleted while it has policies, and then deleted", async () => {
  const boundary = await iam("CreatePolicy", { PolicyName: "edge", PolicyDocument: READ });
  expect(boundary.body).toContain("<Arn>arn:aws:iam::222222222222:policy/edge</Arn>");
  const made = await create("life", {
    Path: "/sallyport/",
    Description: "a <b> & c",
    PermissionsBoundary: "arn:aws:iam::222222222222:policy/edge",
    "Tags.member.1.Key": "k",
    "Tags.member.1.Value": "v",
  });
  expect(made.body).toContain("<Arn>arn:aws:iam::222222222222:role/sallyport/life</Arn>");
  expect((await iam("GetRole", { RoleName: "life" })).body).toContain("<Description>a &#60;b&#62; &#38; c</Description>");
  expect((await create("LIFE")).result).toBe("409 EntityAlreadyExists");
  expect((await iam("PutRolePolicy", { RoleName: "life", PolicyName: "read", PolicyDocument: READ })).result).toBe("200");
  expect((await iam("GetRolePolicy", { RoleName: "life", PolicyName: "read" })).body).toContain(encodeURIComponent(READ));
  expect((await iam("ListRolePolicies", { RoleName: "life" })).body).toContain("<member>read</member>");
  expect((await iam("AttachRolePolicy", { RoleName: "life", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })).result).toBe(
    "200",
  );
  expect((await iam("AttachRolePolicy", { RoleName: "life", PolicyArn: "arn:aws:iam::aws:policy/NoSuch" })).result).toBe(
    "404 NoSuchEntity",
  );
  const changed = TRUST.replace("999999999999", "444444444444");
  expect((await iam("UpdateAssumeRolePolicy", { RoleName: "life", PolicyDocument: changed })).result).toBe("200");
  expect((await iam("GetRole", { RoleName: "life" })).body).toContain(encodeURIComponent(changed));
  expect((await iam("ListRoles", { PathPrefix: "/sallyport/" })).body).toContain("<RoleName>life</RoleName>");
  expect((await iam("DeleteRole", { RoleName: "life" })).result).toBe("409 DeleteConflict");
  expect((await iam("DetachRolePolicy", { RoleName: "life", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })).result).toBe(
    "200",
  );
  expect((await iam("DeleteRolePolicy", { RoleName: "life", PolicyName: "read" })).result).toBe("200");
  expect((await iam("DeleteRole", { RoleName: "life" })).result).toBe("200");
  expect((await iam("GetRole", { RoleName: "life" })).result).toBe("404 NoSuchEntity");
});
