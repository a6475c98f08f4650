import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PARTNER_CREDENTIALS, type SandboxProcess, startSandboxProcess } from "#lib/verification/testing/sandbox-process.ts";
import { CORRECT_ID } from "#lib/verification/testing/scripted-run.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";

const script = fileURLToPath(new URL("verify.mjs", import.meta.url));
const trust = (condition?: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::999999999999:root" },
        Action: "sts:AssumeRole",
        ...(condition && { Condition: condition }),
      },
    ],
  });

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterAll(() => sandbox?.close());

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], environment: Record<string, string> = {}, file = script): Promise<Ended> {
  const env = {
    ...inheritedVariables(),
    ...PARTNER_CREDENTIALS,
    AWS_EC2_METADATA_DISABLED: "true",
    ALLOW_CUSTOM_AWS_ENDPOINTS: "true",
    AWS_ENDPOINT_URL_STS: sandbox.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: sandbox.url,
    AWS_REGION: "eu-central-1",
    PARTNER_ACCOUNT_IDS: "999999999999",
    ...environment,
  } as unknown as NodeJS.ProcessEnv;
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const argumentsFor = (roleArn: string, ...more: readonly string[]) => ["--role-arn", roleArn, "--external-id", CORRECT_ID, ...more];
const ROLE = "arn:aws:iam::222222222222:role/any";

describe("wrong usage: 64, no call to AWS, and a message", () => {
  test("an External ID that STS does not accept", async () => {
    await sandbox.command("reset", {});
    const ended = await run(["--role-arn", ROLE, "--external-id", "a b"]);
    expect(ended).toMatchObject({ status: 64, stdout: "", stderr: expect.stringMatching(/^--external-id must/) });
    expect(await sandbox.calls()).toEqual([]);
  });

  test("without packages: names the command that installs them", async () => {
    const bare = mkdtempSync(join(tmpdir(), "sallyport-verify-"));
    mkdirSync(join(bare, "scripts"));
    for (const name of ["verify.mjs", "pinned-node.mjs"]) copyFileSync(join(dirname(script), name), join(bare, "scripts", name));
    expect(await run(argumentsFor(ROLE), {}, join(bare, "scripts", "verify.mjs"))).toEqual({
      status: 64,
      stdout: "",
      stderr: "Run npm ci first.\n",
    });
    rmSync(bare, { recursive: true });
  });
});

test("no connection to STS: 3, and the JSON says so", async () => {
  const { status, stdout } = await run(argumentsFor(ROLE, "--json"), { AWS_ENDPOINT_URL_STS: "http://localhost:1" });
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "inconclusive", reason: "unreachable", controls: { blindness: "not-configured" } });
});

test("credentials that AWS does not know: 3, not access denied", async () => {
  const { status, stdout } = await run(argumentsFor(ROLE, "--json"), { AWS_ACCESS_KEY_ID: "AKIANOBODY0000000000" });
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "inconclusive", reason: "our-credentials" });
});

test("no credentials: 3, and the output names the variables to set", async () => {
  const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", HOME: "/nonexistent" };
  const { status, stdout } = await run(argumentsFor(ROLE), none);
  expect(status).toBe(3);
  expect(stdout).toContain("Inconclusive: no AWS credentials found\nAWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
  expect(stdout).toContain("No probe was sent. (CredentialsProviderError)");
  expect(stdout).not.toMatch(/notified|staff/);
});

test("an open role: 1, with the class of the weakness", async () => {
  const arn = await sandbox.createRole("cli-open", trust({ StringLike: { "sts:ExternalId": "*" } }));
  const { status, stdout } = await run(argumentsFor(arn, "--json"));
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "not-secure", reason: "any-id" });
});

test("no such role: 2, after the requested wait", async () => {
  const { status, stdout } = await run(argumentsFor("arn:aws:iam::222222222222:role/nobody", "--json", "--wait", "1"));
  expect(status).toBe(2);
  expect(JSON.parse(stdout).verdict).toBe("access-denied");
  expect((await sandbox.calls()).filter(({ action }) => action === "AssumeRole").length).toBeGreaterThanOrEqual(2);
});

test("a secure role: 0, one line of JSON in the documented format", async () => {
  const arn = await sandbox.createRole("cli-sound", trust({ StringEquals: { "sts:ExternalId": CORRECT_ID } }));
  const { status, stdout, stderr } = await run(argumentsFor(arn, "--json"), {
    AWS_CANARY_OPEN_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-canary-open",
    AWS_CANARY_CLOSED_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-canary-closed",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "Sandbox: AWS is simulated. This result says nothing about a role in AWS.\n" });
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  const probe = (name: string, got: string) => ({
    name,
    expected: got,
    got,
    code: got === "denied" ? "AccessDenied" : "",
    requestId: expect.stringMatching(/./),
    ms: expect.any(Number),
  });
  expect(JSON.parse(stdout)).toEqual({
    verdict: "secure",
    reason: "cannot-read-logs: logs:DescribeLogGroups in eu-central-1",
    probes: [
      probe("right", "allowed"),
      ...["none", "random", "doubled", "upper", "near-miss"].map((name) => probe(name, "denied")),
      probe("right-again", "allowed"),
    ],
    controls: { blindness: "ok" },
  });
});

describe("the doctor examines a policy without calling AWS", () => {
  let file: string;
  const examine = (policy: string, ...more: readonly string[]) => {
    writeFileSync(file, policy);
    return run(["--trust-policy", file, "--external-id", CORRECT_ID, ...more]);
  };
  beforeAll(() => {
    file = join(mkdtempSync(join(tmpdir(), "sallyport-doctor-")), "policy.json");
  });
  afterAll(() => rmSync(dirname(file), { recursive: true }));

  test("a syntax error: 64, with the line", async () => {
    expect(await examine('{\n"Statement": oops}')).toEqual({
      status: 64,
      stdout: "",
      stderr: 'line 2, column 14: "oops" must be in double quotes.\n',
    });
    expect((await run(["--trust-policy", `${file}.absent`, "--external-id", CORRECT_ID])).status).toBe(64);
  });

  test("weaknesses: 1, with line, class, sentence and the corrected policy", async () => {
    const { status, stdout } = await examine(trust({ StringLike: { "sts:ExternalId": "*" } }), "--json");
    expect(status).toBe(1);
    const exact = expect.objectContaining({ Condition: { StringEquals: { "sts:ExternalId": CORRECT_ID } } });
    expect(JSON.parse(stdout)).toMatchObject({
      sound: false,
      findings: [{ line: 1, class: "any-id", sentence: expect.stringMatching(/\.$/) }],
      mended: { Version: "2012-10-17", Statement: [exact, exact] },
    });
  });

  test("a secure policy: 0", async () => {
    expect(await examine(trust({ StringEquals: { "sts:ExternalId": CORRECT_ID } }))).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Secure/),
    });
  });
});

test("an External ID of any format can be verified", async () => {
  const arn = await sandbox.createRole("cli-foreign", trust({ StringEquals: { "sts:ExternalId": "acme/42" } }));
  const { status, stdout } = await run(["--role-arn", arn, "--external-id", "acme/42"]);
  expect({ status, last: stdout.trimEnd().split("\n").at(-1) }).toEqual({
    status: 0,
    last: "Verdict: secure (cannot-read-logs: logs:DescribeLogGroups in eu-central-1)",
  });
});
