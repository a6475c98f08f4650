import { expect, test } from "vitest";
import type { ScriptedReply, SeenCall } from "#lib/aws/testing/scripted-sts.ts";
import { CLOSED_CANARY, DENIED, GRANTED, OPEN_CANARY, scriptedRun } from "#lib/verification/testing/scripted-run.ts";

const ROLE_ID = "AROATESTROLE000000001";
const json = (status: number, body: object): ScriptedReply => ({
  kind: "raw",
  status,
  type: "application/x-amz-json-1.1",
  body: JSON.stringify(body),
  requestId: "r",
});
/** Log groups that can be listed and read in every region but `us-east-1`, where listing is denied. */
const logs = ({ action, region }: SeenCall): ScriptedReply | undefined => {
  if (action === "DescribeLogGroups" && region === "us-east-1") return json(400, { __type: "AccessDeniedException", message: "no" });
  if (action === "DescribeLogGroups") return json(200, { logGroups: [{ logGroupName: "/app/x" }] });
  return action === "FilterLogEvents" ? json(200, { events: [] }) : undefined;
};
const regions = ["eu-central-1", "us-east-1"];
const lastRound = (seen: readonly SeenCall[]) =>
  seen.map(({ action }) => action).filter((action) => /^(GetCallerIdentity|DescribeLogGroups|FilterLogEvents)$/.test(action));

test.each([
  ["a probe that must be denied is allowed", { probe: (name: string) => (name === "none" ? GRANTED : undefined) }],
  [
    "a probe that must be denied is inconclusive",
    { probe: (name: string) => (name === "upper" ? ({ kind: "reset" } as const) : undefined) },
  ],
  ["the correct External ID is denied", { probe: () => DENIED }],
  [
    "the open canary role denies the portal",
    { canaries: true, other: (call: SeenCall) => (call.roleArn === OPEN_CANARY ? DENIED : logs(call)) },
  ],
  [
    "the closed canary role allows the portal",
    { canaries: true, other: (call: SeenCall) => (call.roleArn === CLOSED_CANARY ? GRANTED : logs(call)) },
  ],
])("neither identity nor log reading is tried when %s", async (_when, script) => {
  const { run, seen } = await scriptedRun({ other: logs, question: { regions }, ...script });
  expect(run).toMatchObject({ identity: "not-asked", logs: [] });
  expect(run.judgement.verdict).not.toBe("secure");
  expect(lastRound(seen)).toEqual([]);
  expect(run.probes.map(({ name }) => name)).not.toContain("right-again");
});

test.each([DENIED, { kind: "allowed", roleId: "AROATESTROLE000000002" }] as const)(
  "log reading and identity do not count when the repeated correct External ID has another end: $kind",
  async (end) => {
    const { run, seen } = await scriptedRun({
      other: logs,
      question: { regions },
      probe: (name) => (name === "right-again" ? end : undefined),
    });
    expect(run).toMatchObject({ identity: "not-asked", logs: [], roleId: ROLE_ID });
    expect(lastRound(seen)).toContain("FilterLogEvents");
  },
);

test("a secure role's logs are tried in each region, with the session of the first answer", async () => {
  const { run, seen } = await scriptedRun({ other: logs, question: { regions } });
  expect(run.logs).toEqual([
    { region: "eu-central-1", got: "works", action: null },
    { region: "us-east-1", got: "denied", action: "logs:DescribeLogGroups" },
  ]);
  expect(run.judgement).toMatchObject({ verdict: "secure", reason: "cannot-read-logs", region: "us-east-1" });
  const called = seen.filter(({ action }) => lastRound(seen).includes(action));
  expect(called.map(({ action, region }) => `${action} ${region}`).sort()).toEqual([
    "DescribeLogGroups eu-central-1",
    "DescribeLogGroups us-east-1",
    "FilterLogEvents eu-central-1",
    "GetCallerIdentity eu-central-1",
  ]);
  expect(new Set(called.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["ASIATEST"]));
});

test("the identity is not asked again for the role ID of an earlier verification, and is asked for any other", async () => {
  const known = await scriptedRun({ question: { verifiedRoleId: ROLE_ID } });
  expect(known.run).toMatchObject({ judgement: { verdict: "secure" }, identity: "confirmed" });
  expect(lastRound(known.seen)).toEqual([]);
  for (const verifiedRoleId of ["AROATESTROLE000000002", null]) {
    const other = await scriptedRun({ question: { verifiedRoleId } });
    expect(other.run).toMatchObject({ judgement: { verdict: "secure" }, identity: "confirmed" });
    expect(lastRound(other.seen)).toEqual(["GetCallerIdentity"]);
  }
});

test.each([
  ["another account", { accountId: "333333333333" }],
  ["another role", { arn: "arn:aws:sts::222222222222:assumed-role/other/sp-x" }],
])("an identity of %s is someone else, even if the rest is equal", async (_name, other) => {
  const { run } = await scriptedRun({
    other: ({ action, sessionName }) =>
      action === "GetCallerIdentity"
        ? { kind: "identity", accountId: "222222222222", arn: `arn:aws:sts::222222222222:assumed-role/logs/${sessionName}`, ...other }
        : undefined,
  });
  expect(run).toMatchObject({ judgement: { verdict: "inconclusive", reason: "wrong-identity" }, identity: "someone-else" });
});

test("an identity that AWS does not tell is inconclusive, not someone else's, and the role is not verified", async () => {
  const { run } = await scriptedRun({ other: ({ action }) => (action === "GetCallerIdentity" ? { kind: "reset" } : undefined) });
  expect(run).toMatchObject({ judgement: { verdict: "inconclusive" }, identity: "inconclusive" });
});

test("a run that its caller stops ends without a verdict about the role, and sends nothing more", async () => {
  const stop = new AbortController();
  const { run, seen } = await scriptedRun({
    question: { signal: stop.signal },
    probe: (name) => {
      if (name === "right") return undefined;
      stop.abort();
      return { kind: "silence" };
    },
  });
  expect(run).toMatchObject({ judgement: { verdict: "inconclusive", reason: "unreachable" }, identity: "not-asked" });
  expect(lastRound(seen)).toEqual([]);
});

test("a canary check that does not end in time makes the run inconclusive", async () => {
  const { run } = await scriptedRun({
    canaries: true,
    other: (call) => (call.roleArn === OPEN_CANARY ? { kind: "silence" } : undefined),
    question: { deadlineMs: 1000 },
  });
  expect(run.control).toEqual({ kind: "inconclusive", why: "unreachable" });
  expect(run.judgement.verdict).toBe("inconclusive");
});

test("the report has what was asked, when, and of which account", async () => {
  const before = Date.now();
  const { run } = await scriptedRun({ canaries: true });
  expect(run).toMatchObject({
    accountId: "222222222222",
    stsRegion: "eu-central-1",
    sandbox: true,
    control: { kind: "ok" },
    roleId: ROLE_ID,
  });
  expect(run.sessionName).toMatch(/^sp-/);
  const times = [before, run.startedAt.getTime(), run.finishedAt.getTime(), Date.now()];
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(run.probes.map(({ n }) => n)).toEqual(run.plan.probes.map(({ n }) => n).toSorted((a, b) => a - b));
});
