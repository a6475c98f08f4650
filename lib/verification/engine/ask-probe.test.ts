import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#kernel/clock.ts";
import { Secret } from "#kernel/secret.ts";
import { type AssumeRoleRequest, assumeRole } from "#lib/aws/assume-role.ts";
import { type AwsClients, createAwsClients } from "#lib/aws/aws-clients.ts";
import { DENY_EVERYTHING, sessionName } from "#lib/aws/role-session.ts";
import { type ScriptedReply, type ScriptedSts, type SeenCall, startScriptedSts } from "#lib/aws/testing/scripted-sts.ts";
import { CORRECT_ID, DENIED, GRANTED, OUTSIDE, ROLE, role } from "#lib/verification/testing/scripted-run.ts";
import { askProbe, createPrincipalSessions } from "./ask-probe.ts";
import { systemRandom } from "./aws-probe-ports.ts";
import { planProbes } from "./plan-probes.ts";
import type { ProbeName } from "./probe.ts";

const SECOND = role("arn:aws:iam::999999999999:role/second");
const name = sessionName(new Secret("key"), "run", ["1"]);
const { probes } = planProbes(
  { externalId: CORRECT_ID, retired: [], retiredElsewhere: [], principals: ["outside-principal", "second-principal"] },
  systemRandom,
);

let sts: ScriptedSts;
let clients: AwsClients;
let script: (call: SeenCall, nth: number) => ScriptedReply;

beforeEach(async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIATEST";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test-secret";
  script = () => GRANTED;
  sts = await startScriptedSts((call, nth) => script(call, nth));
  clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints: { sts: sts.url } });
});

afterEach(async () => {
  clients.close();
  await sts.close();
});

function ask(
  which: ProbeName,
  more: { signal?: AbortSignal; principals?: { outside: typeof ROLE | undefined; second: typeof ROLE } } = {},
) {
  const assume = (request: AssumeRoleRequest) => assumeRole(clients, request);
  const ports = {
    assume,
    principals: { outside: OUTSIDE, second: SECOND, ...more.principals },
    principalSession: createPrincipalSessions({ assume, clock: systemClock, sessionName: name }),
  };
  const run = {
    roleArn: ROLE,
    sessionName: name,
    ceiling: '{"only":"reading"}',
    stsRegion: "eu-west-1",
    signal: more.signal ?? new AbortController().signal,
  };
  const probe = probes.find((one) => one.name === which);
  if (probe === undefined) throw new Error(which);
  return askProbe(ports, probe, run);
}
const ofRole = () => sts.seen.filter(({ roleArn }) => roleArn === ROLE);
const busy: ScriptedReply = { kind: "error", status: 400, code: "Throttling" };

test("keeps the credentials only of the probe with the correct External ID", async () => {
  for (const { name: which, expected, n, sent } of probes) {
    const asked = await ask(which);
    expect(asked.result).toMatchObject({ n, name: which, expected, sent, got: "allowed", why: null, code: "" });
    expect(asked.result.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(asked.session !== undefined).toBe(expected === "allowed");
    expect(asked.stsRegion).toBe("eu-west-1");
  }
});

test("a probe that must be denied has a policy that denies everything and is sent once; the correct one has three attempts", async () => {
  script = () => busy;
  await ask("none");
  expect(ofRole().map(({ policy }) => policy)).toEqual([DENY_EVERYTHING]);
  await ask("right");
  expect(ofRole().map(({ policy }) => policy)).toEqual([DENY_EVERYTHING, ...Array(3).fill('{"only":"reading"}')]);
});

test("probes differ only in ID and policy: role, session name, region and caller are the same", async () => {
  await ask("right");
  await ask("none");
  const alike = { roleArn: ROLE, sessionName: name, region: "eu-west-1", accessKeyId: "AKIATEST" };
  expect(sts.seen).toMatchObject([
    { ...alike, externalId: CORRECT_ID },
    { ...alike, externalId: undefined },
  ]);
});

test("a denied and an inconclusive answer keep the error code of AWS, and have no session", async () => {
  script = () => DENIED;
  const refused = await ask("right");
  expect(refused).toMatchObject({ result: { got: "denied", why: null, code: "AccessDenied" }, session: undefined, stsRegion: undefined });
  expect(refused.result.requestId).toMatch(/^[0-9a-f-]{36}$/);
  script = () => busy;
  const silent = await ask("none");
  expect(silent).toMatchObject({ result: { got: "inconclusive", why: "throttled", code: "Throttling" }, session: undefined });
  expect(silent.result.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test("an error code or request ID that AWS did not send is empty", async () => {
  script = () => ({ kind: "allowed", without: "Credentials" });
  expect((await ask("none")).result).toMatchObject({ got: "inconclusive", why: "malformed", code: "" });
  script = () => ({ kind: "reset" });
  expect((await ask("none")).result).toMatchObject({ got: "inconclusive", why: "unreachable", code: "TimeoutError", requestId: "" });
  script = () => ({ kind: "allowed", requestId: null });
  expect((await ask("none")).result).toMatchObject({ got: "allowed", code: "", requestId: "" });
});

test("the time is from the call to the answer, in whole milliseconds", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.advanceTimersByTime(5000);
  script = () => {
    vi.advanceTimersByTime(1234.6);
    return GRANTED;
  };
  const { ms } = (await ask("none")).result;
  vi.useRealTimers();
  expect(ms).toBe(1235);
});

test.each([
  ["outside-principal", OUTSIDE, CORRECT_ID],
  ["second-principal", SECOND, undefined],
] as const)("%s signs the call with the credentials of its own role", async (which, own, externalId) => {
  await ask(which);
  expect(sts.seen).toMatchObject([
    { roleArn: own, accessKeyId: "AKIATEST" },
    { roleArn: ROLE, accessKeyId: "ASIATEST", externalId },
  ]);
});

test.each([DENIED, { kind: "error", status: 400, code: "ValidationError" } as const])(
  "an optional principal that can't be assumed makes the probe inconclusive: %j",
  async (reply) => {
    script = () => reply;
    expect((await ask("outside-principal")).result).toMatchObject({
      got: "inconclusive",
      why: "our-credentials",
      code: "",
      requestId: "",
    });
    expect(ofRole()).toEqual([]);
  },
);

test("a role of the partner that does not exist makes the probe inconclusive", async () => {
  const asked = await ask("outside-principal", { principals: { outside: undefined, second: SECOND } });
  expect(asked.result).toMatchObject({ got: "inconclusive", why: "our-credentials" });
  expect(sts.seen).toEqual([]);
});

test("a role of the partner without an answer in time does not delay the run", async () => {
  const stop = new AbortController();
  script = () => {
    stop.abort();
    return { kind: "silence" };
  };
  const { result } = await ask("outside-principal", { signal: stop.signal });
  expect(result).toMatchObject({ got: "inconclusive", why: "unreachable", code: "", requestId: "" });
});
