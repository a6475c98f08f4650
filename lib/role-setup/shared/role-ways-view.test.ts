import { expect, test } from "vitest";
import type { RoleChoices } from "./role-choices.ts";
import { type RoleBase, roleWaysOf } from "./role-ways-view.ts";

const EXTERNAL_ID = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";
const base: RoleBase = {
  externalId: EXTERNAL_ID,
  link: {
    consoleUrl: null,
    partition: "aws",
    regions: ["eu-central-1"],
    templateUrl: "https://templates.s3.eu-central-1.amazonaws.com/role.json",
    stackName: "sallyport-payments",
    parameters: { ExternalId: EXTERNAL_ID, ConnectionId: "019a3b5c-7d8e-7f90-a1b2-c3d4e5f60718", CustomerName: "Acme" },
  },
  partnerAccountIds: ["999999999999"],
  partnerPrincipalArns: ["arn:aws:iam::999999999999:role/sallyport"],
  roleNameSuffix: "k3m9x2p7q4rt",
};
const choices: RoleChoices = {
  logAccess: "browse",
  logGroupPrefix: "/app/",
  stackRegion: "eu-central-1",
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
};
const all = (made: RoleChoices) => {
  const { terraform, terraformJson, awsCli, console } = roleWaysOf(base, made);
  return [terraform, terraformJson, awsCli, JSON.stringify(console)];
};

test.each(["/app/'; rm -rf ~; '", "/app/$(id)", "/app/`id`", '/app/"', "/app/\n", `/app/\${x}`])(
  "a prefix that would be code in a shell or in Terraform is rejected: %j",
  (logGroupPrefix) => expect(() => roleWaysOf(base, { ...choices, logGroupPrefix })).toThrow(),
);

test("every way names this connection's External ID and follows each choice", () => {
  for (const text of all(choices)) {
    expect(text).toContain(EXTERNAL_ID);
    expect(text).toContain("log-group:/app/*");
    expect(text).not.toContain("StartLiveTail");
  }
  for (const text of all({ ...choices, logAccess: "live-tail" })) expect(text).toContain("StartLiveTail");
});
