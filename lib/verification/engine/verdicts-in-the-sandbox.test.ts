import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { type AwsClients, createAwsClients } from "#lib/aws/aws-clients.ts";
import { sessionName } from "#lib/aws/role-session.ts";
import { PARTNER_CREDENTIALS, type SandboxProcess, startSandboxProcess } from "#lib/verification/testing/sandbox-process.ts";
import { CORRECT_ID, RETIRED_ID, role } from "#lib/verification/testing/scripted-run.ts";
import { BAD_TRUST, GOOD_TRUST, LOCKED_TRUST, trustPolicyOf, type Written } from "#lib/verification/testing/trust-policies.ts";
import { awsProbePorts, type FinishedRun, type ProbePorts, type RunQuestion, runProbes } from "./run-probes.ts";

const WRITTEN: Written = {
  id: CORRECT_ID,
  retired: RETIRED_ID,
  partnerRoot: "arn:aws:iam::999999999999:root",
  ourRole: "arn:aws:iam::999999999999:role/sallyport",
  secondRole: "arn:aws:iam::999999999999:role/sallyport-second",
};
const OUTSIDE = role("arn:aws:iam::111111111111:role/sallyport-outside");
const SECOND = role(WRITTEN.secondRole);
const CANARIES = {
  open: role("arn:aws:iam::111111111111:role/sallyport-canary-open"),
  closed: role("arn:aws:iam::111111111111:role/sallyport-canary-closed"),
};
const READS_LOGS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["logs:DescribeLogGroups", "logs:FilterLogEvents"], Resource: "*" }],
});
const GOOD =
  GOOD_TRUST[0] ??
  (() => {
    throw new Error("no good policy");
  })();

let sandbox: SandboxProcess;
let clients: AwsClients;
let made = 0;

beforeAll(async () => {
  Object.assign(process.env, PARTNER_CREDENTIALS);
  sandbox = await startSandboxProcess();
  clients = createAwsClients({
    region: "eu-central-1",
    partition: "aws",
    allowCustomEndpoints: true,
    endpoints: { sts: sandbox.url, logs: sandbox.url },
  });
});
afterAll(async () => {
  clients?.close();
  await sandbox?.close();
});
beforeEach(() => sandbox.command("reset", {}));

async function roleWith(trustPolicy: string, permissions?: string): Promise<RunQuestion["roleArn"]> {
  made += 1;
  return role(await sandbox.createRole(`customer-${made}`, trustPolicy, permissions));
}

function portsWith(principals: boolean): ProbePorts {
  return awsProbePorts(clients, {
    canaries: CANARIES,
    principals: { outside: principals ? OUTSIDE : undefined, second: principals ? SECOND : undefined },
  });
}

function runOf(
  roleArn: RunQuestion["roleArn"],
  more: Partial<RunQuestion> = {},
  principals = true,
  ports: ProbePorts = portsWith(principals),
): Promise<FinishedRun> {
  return runProbes(ports, {
    roleArn,
    externalId: CORRECT_ID,
    retired: [RETIRED_ID],
    retiredElsewhere: [],
    regions: [],
    logGroupPrefix: "",
    sessionName: sessionName(new Secret("key"), "run", [roleArn]),
    ...more,
  });
}

const OPTIONAL = ["outside-principal", "second-principal"];
const seenByOurs = BAD_TRUST.filter(({ opens }) => opens.some((name) => !OPTIONAL.includes(name)));
const seenByOptional = BAD_TRUST.filter(({ weakness, opens }) => weakness !== undefined && opens.every((name) => OPTIONAL.includes(name)));

describe("a role with a weakness is never secure: the portal's own principal detects it", () => {
  test("24 of the 28 policies are of this kind", () => expect([seenByOurs.length, BAD_TRUST.length]).toEqual([24, 28]));

  test.each(seenByOurs)("$name", async (trust) => {
    const run = await runOf(await roleWith(trustPolicyOf(trust, WRITTEN)), {}, false);
    expect(run.judgement).toMatchObject({ verdict: "not-secure", reason: trust.weakness });
    const opened = run.probes.filter(({ expected, got }) => expected !== got).map(({ name }) => name);
    expect(opened.toSorted()).toEqual(trust.opens.filter((name) => !OPTIONAL.includes(name)).toSorted());
  });
});

test.each(seenByOptional)("a role with a weakness is never secure: an optional principal detects $name", async (trust) => {
  const run = await runOf(await roleWith(trustPolicyOf(trust, WRITTEN)));
  expect(run.judgement).toEqual({ verdict: "not-secure", reason: trust.weakness, opened: trust.opens });
});

test.each(LOCKED_TRUST)("a role that denies the portal: $name", async (trust) => {
  const run = await runOf(await roleWith(trustPolicyOf(trust, WRITTEN)));
  expect(run.judgement).toEqual({ verdict: "access-denied", reason: "right-id-denied" });
});

test("a role that does not exist has the same result as one that does not trust the portal", async () => {
  const absent = await runOf(role("arn:aws:iam::222222222222:role/nobody"));
  expect(absent.judgement).toEqual({ verdict: "access-denied", reason: "right-id-denied" });
});

test("denied probes don't count when the portal's own identity policy requires an External ID", async () => {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*", Condition: { Null: { "sts:ExternalId": "false" } } };
  await sandbox.command("identity-policy", { document: { Version: "2012-10-17", Statement: [statement] } });
  const open = BAD_TRUST.find(({ name }) => name === "StringEqualsIfExists") ?? GOOD;
  const run = await runOf(await roleWith(trustPolicyOf(open, WRITTEN)), {}, false);
  expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "control-failed" });
});

test.each(GOOD_TRUST)("a correct role is secure: $name", async (trust) => {
  const run = await runOf(await roleWith(trustPolicyOf(trust, WRITTEN)));
  expect(run.judgement).toEqual({ verdict: "secure", reason: "verified" });
  expect(run).toMatchObject({ control: { kind: "ok" }, identity: "confirmed", roleId: expect.stringMatching(/^AROA/) });
});

test("a policy that became weaker is detected in the next run", async () => {
  const arn = await roleWith(trustPolicyOf(GOOD, WRITTEN));
  expect((await runOf(arn)).judgement.verdict).toBe("secure");
  await sandbox.updateTrust(`customer-${made}`, trustPolicyOf(BAD_TRUST[3] ?? GOOD, WRITTEN));
  expect((await runOf(arn)).judgement).toMatchObject({ verdict: "not-secure", reason: "any-id" });
});

describe("log reading is tried if the role is secure", () => {
  const regions = ["eu-central-1", "eu-west-1"];
  test("and the missing permission is reported", async () => {
    const run = await runOf(await roleWith(trustPolicyOf(GOOD, WRITTEN)), { regions });
    expect(run.judgement).toEqual({
      verdict: "secure",
      reason: "cannot-read-logs",
      action: "logs:DescribeLogGroups",
      region: "eu-central-1",
    });
  });

  test("and works or finds no log group, region by region", async () => {
    const run = await runOf(await roleWith(trustPolicyOf(GOOD, WRITTEN), READS_LOGS), { regions, logGroupPrefix: "/app/" });
    expect(run.logs).toEqual([
      { region: "eu-central-1", got: "works", action: null },
      { region: "eu-west-1", got: "no-groups", action: null },
    ]);
  });

  test("and never for a role with a weakness", async () => {
    await runOf(await roleWith(trustPolicyOf(BAD_TRUST[0] ?? GOOD, WRITTEN), READS_LOGS), { regions });
    expect((await sandbox.calls()).filter(({ service }) => service === "logs")).toEqual([]);
  });
});

test.each([
  ["10 with one region and no retired ID", 10, [], ["eu-central-1"]],
  ["1 more for a retired ID", 11, [RETIRED_ID], ["eu-central-1"]],
  ["2 more at most for a further region", 12, [], ["eu-central-1", "eu-west-1"]],
])("a run makes at most %s calls while the canary check is cached", async (_, most, retired, regions) => {
  const arn = await roleWith(trustPolicyOf(GOOD, WRITTEN), READS_LOGS);
  const ports = portsWith(false);
  const question = { retired, regions, logGroupPrefix: "/app/" };
  await runOf(arn, question, false, ports);
  const before = (await sandbox.calls()).length;
  expect((await runOf(arn, question, false, ports)).judgement.verdict).toBe("secure");
  expect((await sandbox.calls()).length - before).toBeLessThanOrEqual(most);
});
