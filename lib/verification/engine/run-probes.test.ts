import { describe, expect, test } from "vitest";
import { BAD_STS_REPLIES } from "#lib/aws/testing/bad-sts-replies.ts";
import { CLOSED_CANARY, CORRECT_ID, DENIED, GRANTED, OPEN_CANARY, OUTSIDE, scriptedRun } from "#lib/verification/testing/scripted-run.ts";
import { BAD_TRUST } from "#lib/verification/testing/trust-policies.ts";
import type { ProbeName } from "./probe.ts";

const NAMES: readonly ProbeName[] = ["right", "none", "random", "doubled", "upper", "near-miss", "retired-1", "right-again"];

describe.each(NAMES)("a bad answer to %s is never secure", (position) => {
  test.concurrent.each(BAD_STS_REPLIES)("$name", async ({ reply, why }) => {
    const { run } = await scriptedRun({ probe: (name) => (name === position ? reply : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: why });
  });

  test.concurrent("no answer before the deadline", async () => {
    const { run } = await scriptedRun({
      probe: (name) => (name === position ? { kind: "silence" } : undefined),
      question: { deadlineMs: 500 },
    });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "unreachable" });
  });
});

describe("a bad answer to what surrounds the probes is never secure", () => {
  test.concurrent.each(BAD_STS_REPLIES.filter(({ reply }) => reply.kind !== "granted"))("identity: $name", async ({ reply }) => {
    const { run } = await scriptedRun({ other: (call) => (call.action === "GetCallerIdentity" ? reply : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "identity-not-confirmed" });
  });

  test.each([OPEN_CANARY, CLOSED_CANARY])("the canary %s: our token expired", async (canary) => {
    const reply = { kind: "error", status: 403, code: "ExpiredToken" } as const;
    const { run, seen } = await scriptedRun({ canaries: true, other: (call) => (call.roleArn === canary ? reply : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "control-did-not-answer" });
    expect(seen.filter(({ externalId }) => externalId === CORRECT_ID)).toHaveLength(1);
  });

  test("an open canary that is refused: no refusal counts", async () => {
    const { run } = await scriptedRun({ canaries: true, other: (call) => (call.roleArn === OPEN_CANARY ? DENIED : undefined) });
    expect(run.control).toEqual({ kind: "failed", what: "open-refused" });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "control-failed" });
  });

  test("a closed canary that opens", async () => {
    const { run } = await scriptedRun({ canaries: true, other: (call) => (call.roleArn === CLOSED_CANARY ? GRANTED : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "control-failed" });
  });

  test("a weakness is named although the control failed", async () => {
    const { run } = await scriptedRun({
      canaries: true,
      other: (call) => (call.roleArn === OPEN_CANARY ? DENIED : undefined),
      probe: (name) => (name === "doubled" ? GRANTED : undefined),
    });
    expect(run.judgement).toMatchObject({ verdict: "insecure", reason: "prefix-or-suffix" });
  });

  test("a role of ours for the optional probes that does not open", async () => {
    const { run } = await scriptedRun({ principals: true, other: (call) => (call.roleArn === OUTSIDE ? DENIED : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "our-credentials" });
  });

  test("an identity that is another role's", async () => {
    const other = { kind: "identity", arn: "arn:aws:sts::222222222222:assumed-role/other/x", accountId: "222222222222" } as const;
    const { run } = await scriptedRun({ other: (call) => (call.action === "GetCallerIdentity" ? other : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "wrong-identity" });
  });
});

test("a role that is re-created between the two grants proves nothing", async () => {
  const { run } = await scriptedRun({
    probe: (name) => (name === "right-again" ? { kind: "granted", roleId: "AROATESTROLE000000002" } : undefined),
  });
  expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "role-id-changed" });
});

test("a denial between two grants, then a denial of the right ID, proves nothing", async () => {
  const { run } = await scriptedRun({ probe: (name) => (name === "right-again" ? DENIED : undefined) });
  expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "denied-between-grants" });
});

test("sends nothing more once the right ID was refused", async () => {
  const { run, seen } = await scriptedRun({ probe: () => DENIED });
  expect(run.judgement.verdict).toBe("refused");
  expect(seen).toHaveLength(1);
});

describe.each(BAD_TRUST.filter(({ weakness }) => weakness !== undefined))("a role with $name", ({ opens, weakness }) => {
  test("is insecure, and the weakness has its name", async () => {
    const { run } = await scriptedRun({ principals: true, probe: (name) => (opens.includes(name) ? GRANTED : undefined) });
    expect(run.judgement).toEqual({
      verdict: "insecure",
      reason: weakness,
      opened: run.plan.probes.map(({ name }) => name).filter((name) => opens.includes(name)),
    });
  });
});

test("a sound role is secure with every control and optional principal", async () => {
  const { run } = await scriptedRun({ canaries: true, principals: true });
  expect(run.judgement).toEqual({ verdict: "secure", reason: "proven" });
  expect(run).toMatchObject({ control: { kind: "ok" }, identity: "confirmed", roleId: "AROATESTROLE000000001", sandbox: true });
  expect(run.probes.map(({ name }) => name)).toEqual(run.plan.probes.map(({ name }) => name));
});

test("asks in three rounds: right with the control, all negatives together, right again", async () => {
  const negatives = NAMES.length - 2;
  let waiting = 0;
  const all = Promise.withResolvers<void>();
  const first = Promise.withResolvers<void>();
  const { run, seen } = await scriptedRun({
    canaries: true,
    // Each round is held until every call of it is there: sent one by one they would wait for ever.
    probe: async (name) => {
      if (name === "right") await first.promise;
      if (name.startsWith("right")) return undefined;
      waiting += 1;
      if (waiting === negatives) all.resolve();
      await all.promise;
      return undefined;
    },
    other: (call) => {
      if (call.roleArn === OPEN_CANARY) first.resolve();
      return undefined;
    },
  });
  expect(run.judgement.verdict).toBe("secure");
  const order = seen.filter(({ roleArn }) => roleArn === seen.find(({ externalId }) => externalId === CORRECT_ID)?.roleArn);
  expect(order.map(({ externalId }) => externalId === CORRECT_ID)).toEqual([true, ...Array(negatives).fill(false), true]);
});

test("asks whose session it is while right again is under way, and not before every negative is shut", async () => {
  const shut = new Set<string>();
  const asked = Promise.withResolvers<void>();
  const { run } = await scriptedRun({
    // Held until the other is there: sent after it, that one would wait for ever.
    probe: async (name) => {
      if (name === "right-again") await asked.promise;
      else shut.add(name);
      return undefined;
    },
    other: ({ action }) => {
      if (action === "GetCallerIdentity" && shut.has("random") && shut.size === NAMES.length - 1) asked.resolve();
      return undefined;
    },
  });
  expect(run).toMatchObject({ judgement: { verdict: "secure" }, identity: "confirmed" });
});

test.each([DENIED, { kind: "granted", roleId: "AROATESTROLE000000002" }] as const)(
  "what was read beside it does not count when right again has another end: $kind",
  async (end) => {
    const { run } = await scriptedRun({ probe: (name) => (name === "right-again" ? end : undefined) });
    expect(run).toMatchObject({ judgement: { verdict: "inconclusive" }, identity: "not-asked", logs: [] });
  },
);

test("a probe that must be refused is sent once, even when AWS limits us", async () => {
  const { seen } = await scriptedRun({
    probe: (name) => (name === "none" ? { kind: "error", status: 400, code: "Throttling" } : undefined),
  });
  expect(seen.filter(({ action, externalId }) => action === "AssumeRole" && externalId === undefined)).toHaveLength(1);
});

test("a negative differs from the right probe in External ID and policy only, and holds no power", async () => {
  const { seen } = await scriptedRun({});
  const probes = seen.filter(({ action }) => action === "AssumeRole");
  expect(new Set(probes.map(({ sessionName, region, accessKeyId }) => JSON.stringify([sessionName, region, accessKeyId]))).size).toBe(1);
  for (const { externalId, policy } of probes) {
    if (externalId === CORRECT_ID) expect(policy).toContain("logs:FilterLogEvents");
    else expect(JSON.parse(policy).Statement).toEqual([{ Effect: "Deny", Action: "*", Resource: "*" }]);
  }
});

test("what a run returns can be stored as it is: it holds no credentials", async () => {
  const { run } = await scriptedRun({ probe: () => GRANTED });
  expect(JSON.stringify(run)).not.toContain("granted-secret");
  expect(run.judgement.verdict).toBe("insecure");
});

test("tells the plan first and each answer once, as it comes", async () => {
  const told: string[] = [];
  await scriptedRun({
    watch: {
      onPlan: ({ probes }) => void told.push(`plan ${probes.length}`),
      onProbe: ({ name, got }) => void told.push(`${name} ${got}`),
    },
  });
  expect(told.slice(0, 2)).toEqual(["plan 8", "right granted"]);
  expect(told.at(-1)).toBe("right-again granted");
  expect(new Set(told).size).toBe(9);
});

test("fails as a whole when an answer cannot be stored", async () => {
  const onProbe = ({ name }: { name: string }) => {
    if (name === "doubled") throw new Error("the database is down");
  };
  await expect(scriptedRun({ watch: { onProbe } })).rejects.toThrow("the database is down");
});

test("asks everything of us-east-1 when only that opens the role", async () => {
  const off = { kind: "error", status: 403, code: "RegionDisabledException" } as const;
  const { run, seen } = await scriptedRun({ probe: (_name, call) => (call.region === "us-east-1" ? undefined : off) });
  expect(run).toMatchObject({ judgement: { verdict: "secure" }, stsRegion: "us-east-1" });
  expect(
    seen
      .filter(({ action }) => action === "AssumeRole")
      .slice(1)
      .every(({ region }) => region === "us-east-1"),
  ).toBe(true);
});
