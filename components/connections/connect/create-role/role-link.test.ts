import { expect, test } from "vitest";
import type { LinkBase, RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { choiceProblems, roleLink } from "./role-link.ts";

const base: LinkBase = {
  consoleUrl: null,
  partition: "aws",
  regions: ["eu-central-1", "us-east-1"],
  templateUrl: "https://templates.s3.eu-central-1.amazonaws.com/role.json",
  stackName: "sallyport-payments",
  parameters: { ExternalId: "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5" },
};

const choices: RoleChoices = {
  logAccess: "browse",
  logGroupPrefix: "/app/",
  stackRegion: "eu-central-1",
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
};

test("text in a choice can't add a parameter to the link", () => {
  expect(roleLink(base, { ...choices, logGroupPrefix: "/app/&param_ExternalId=x" })).toBeNull();
});

test("a region that the portal doesn't serve gives no link", () => {
  expect(roleLink(base, { ...choices, stackRegion: "cn-north-1" })).toBeNull();
});

test("a value that CloudFormation would reject is reported at its field", () => {
  expect(choiceProblems({ ...choices, rolePath: "sallyport", permissionsBoundaryArn: "boundary" })).toEqual({
    permissionsBoundaryArn: "This value must be the ARN of an IAM policy, or empty.",
    rolePath: "This value must begin and end with a slash.",
  });
});

test("the link contains the choices, and the External ID in its fragment", () => {
  const link = new URL(roleLink(base, { ...choices, logAccess: "live-tail", stackRegion: "us-east-1" }) ?? "");
  expect(link.host).toBe("us-east-1.console.aws.amazon.com");
  expect(link.search).toBe("?region=us-east-1");
  expect(link.hash).toContain("param_LogAccess=LiveTail");
  expect(link.hash).toContain("param_ExternalId=sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5");
});
