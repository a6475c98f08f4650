import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createState } from "#sandbox/aws/state/state.ts";
import { consoleRoutes } from "./console-routes.ts";

const ACME = "222222222222";
const state = createState();
let server: Server;
let base: string;
let template: string;

const trustOf = (externalId: unknown, effect = "Allow") => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: effect,
      Principal: { AWS: "999999999999" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": externalId } },
    },
  ],
});

function templateWith(more: object = {}): string {
  const role = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trustOf({ Ref: "ExternalId" }) } };
  return JSON.stringify({
    Metadata: { "AWS::CloudFormation::Interface": { ParameterGroups: [{ Label: { default: "Yours" }, Parameters: ["Choice", "Gone"] }] } },
    Parameters: {
      ExternalId: { Type: "String", AllowedPattern: "sp-[0-9]+", ConstraintDescription: "must be from the portal" },
      Choice: { Type: "String", Default: "a", AllowedValues: ["a", "b"] },
    },
    Resources: { Role: role },
    Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Role", "Arn"] } } },
    ...more,
  });
}

beforeAll(async () => {
  const route = consoleRoutes(state);
  server = createServer((req, res) => {
    if (req.url === "/t.json") res.end(template);
    else if (req.url === "/away") res.writeHead(302, { location: "/t.json" }).end();
    else void route(req, res, new URL(req.url ?? "/", "http://localhost"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  state.reset();
  template = templateWith();
});

afterAll(() => server.close());

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(base + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, value: text === "" ? undefined : JSON.parse(text) };
}

function request(more: object = {}) {
  const place = { accountId: ACME, region: "eu-central-1", stackName: "sally", templateUrl: `${base}/t.json` };
  return { ...place, parameters: { ExternalId: "sp-1" }, capabilities: ["CAPABILITY_IAM"], ...more };
}

const STACKS = "/console/cloudformation/stacks";
const STACK = `${STACKS}/${ACME}/eu-central-1/sally`;

test.each([
  ["without the capability", { capabilities: [] }, "InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]"],
  ["with a value outside the pattern", { parameters: { ExternalId: "x" } }, "ValidationError", "must be from the portal"],
  ["with a value that is not a string", { parameters: { ExternalId: 1 } }, "ValidationError", "is not a string"],
  ["in an account that cannot be chosen", { accountId: "999999999999" }, "AccessDenied", "not signed in"],
  ["in a region of another partition", { region: "cn-north-1" }, "ValidationError", "aws partition"],
  ["in an invalid region", { region: "../x" }, "ValidationError", "aws partition"],
  ["from a template on another host", { templateUrl: "https://example.com/t.json" }, "ValidationError", "on this machine"],
  ["from a file", { templateUrl: "file:///etc/passwd" }, "ValidationError", "TemplateURL"],
  ["from a template URL that redirects", { templateUrl: "AWAY" }, "ValidationError", "does not respond"],
])("rejects a stack %s and creates no role", async (_, more: Record<string, unknown>, code, message) => {
  const moved = more["templateUrl"] === "AWAY" ? { templateUrl: `${base}/away` } : {};
  const { status, value } = await send("POST", STACKS, request({ ...more, ...moved }));
  expect([status, value.code]).toEqual([400, code]);
  expect(value.message).toContain(message);
  expect(state.iam.listRoles(ACME)).toEqual([]);
});

test.each([
  ["another origin", { origin: "http://evil.example" }],
  ["another site", { "sec-fetch-site": "cross-site" }],
  ["another port of this machine", { "sec-fetch-site": "same-site" }],
])("rejects a request from %s", async (_, headers: Record<string, string>) => {
  expect((await send("POST", STACKS, request(), headers)).status).toBe(403);
  expect(state.iam.listRoles(ACME)).toEqual([]);
});

test("a role that IAM rejects is an event of a rolled-back stack", async () => {
  const broken = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trustOf({ Ref: "ExternalId" }, "Maybe") } };
  template = templateWith({ Resources: { Role: broken } });
  const { value } = await send("POST", STACKS, request());
  expect(value.status).toBe("ROLLBACK_COMPLETE");
  expect(value.events).toContainEqual(expect.objectContaining({ status: "CREATE_FAILED", logicalId: "Role", reason: expect.any(String) }));
});

test("a stack and its role are created, read, updated and deleted", async () => {
  const created = await send("POST", STACKS, request());
  expect(created.value).toMatchObject({ status: "CREATE_COMPLETE", outputs: [{ key: "RoleArn" }] });
  const role = state.iam.findByArn(created.value.outputs[0].value);
  expect(JSON.parse(role?.trust.text ?? "")).toEqual(trustOf("sp-1"));
  expect((await send("GET", STACK)).value).toEqual(created.value);
  expect((await send("POST", STACKS, request())).value.code).toBe("AlreadyExistsException");
  expect((await send("GET", `${STACKS}?account=${ACME}&region=eu-central-1`)).value).toHaveLength(1);
  expect((await send("PUT", STACK, request())).value.message).toBe("No updates are to be performed.");
  expect((await send("PUT", STACK, request({ parameters: { ExternalId: "sp-2" } }))).value.status).toBe("UPDATE_COMPLETE");
  expect(JSON.parse(role?.trust.text ?? "")).toEqual(trustOf("sp-2"));
  expect((await send("DELETE", STACK)).status).toBe(200);
  expect((await send("GET", STACK)).value.message).toContain("does not exist");
  expect(state.iam.listRoles(ACME)).toEqual([]);
});

test("the fields of the form are in the groups of the template, and the others in a last group", async () => {
  const { value } = await send("GET", `/console/cloudformation/template-summary?url=${encodeURIComponent(`${base}/t.json`)}`);
  expect(value.groups).toEqual([
    { label: "Yours", names: ["Choice"] },
    { label: "More", names: ["ExternalId"] },
  ]);
  expect(value.parameters[0]).toMatchObject({
    name: "ExternalId",
    allowedPattern: "sp-[0-9]+",
    constraintDescription: "must be from the portal",
  });
});

test("an unsupported template is reported before the form is shown", async () => {
  template = templateWith({ Mappings: {} });
  const { status, value } = await send("GET", `/console/cloudformation/template-summary?url=${encodeURIComponent(`${base}/t.json`)}`);
  expect([status, value.message]).toEqual([400, "Invalid template property or properties [Mappings]"]);
});

test("a trust policy can be read and replaced; an invalid one is rejected and changes nothing", async () => {
  await send("POST", STACKS, request());
  const [role] = (await send("GET", `/console/iam/roles.json?account=${ACME}`)).value;
  const address = `/console/iam/roles.json?account=${ACME}&role=${role.roleName}`;
  expect((await send("PUT", address, { assumeRolePolicyDocument: "{}" })).value.code).toBe("MalformedPolicyDocument");
  expect(state.iam.getRole(ACME, role.roleName).trust.text).toBe(role.assumeRolePolicyDocument);
  const open = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
  });
  expect((await send("PUT", address, { assumeRolePolicyDocument: open })).value.assumeRolePolicyDocument).toBe(open);
  expect((await send("PUT", STACK, request())).value.message).toBe("No updates are to be performed.");
});

test("pages run only their own scripts, and only files of the browser folder are served", async () => {
  const home = await fetch(`${base}/console/cloudformation/home?region=eu-central-1`);
  expect([home.status, home.headers.get("content-security-policy")]).toEqual([200, expect.stringContaining("script-src 'self'")]);
  for (const name of ["stacks.js", "console.css"]) expect((await fetch(`${base}/console/assets/${name}`)).status).toBe(200);
  for (const name of ["..%2fpage.ts", "%2e%2e/page.ts", "page.ts", ""])
    expect((await fetch(`${base}/console/assets/${name}`)).status).toBe(404);
  expect((await fetch(`${base}/console/constructor`)).status).toBe(404);
});
