import { describe, expect, test } from "vitest";
import { CLOSED_CANARY, CORRECT_ID, DENIED, GRANTED, OPEN_CANARY, OUTSIDE, scriptedRun } from "#lib/verification/testing/scripted-run.ts";
import { BAD_TRUST } from "#lib/verification/testing/trust-policies.ts";
import type { ProbeName } from "./probe.ts";

const NAMES: readonly ProbeName[] = ["right", "none", "random", "doubled", "upper", "near-miss", "retired-1", "right-again"];

describe("an inconclusive answer to another call of the run is never secure", () => {
  test.each([OPEN_CANARY, CLOSED_CANARY])("the canary %s: our token expired", async (canary) => {
    const reply = { kind: "error", status: 403, code: "ExpiredToken" } as const;
    const { run, seen } = await scriptedRun({ canaries: true, other: (call) => (call.roleArn === canary ? reply : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "control-did-not-answer" });
    expect(seen.filter(({ externalId }) => externalId === CORRECT_ID)).toHaveLength(1);
  });

  test("an open canary role that denies the portal: denied probes don't count", async () => {
    const { run } = await scriptedRun({ canaries: true, other: (call) => (call.roleArn === OPEN_CANARY ? DENIED : undefined) });
    expect(run.control).toEqual({ kind: "failed", what: "open-refused" });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "control-failed" });
  });

  test("a closed canary role that allows the portal", async () => {
    const { run } = await scriptedRun({ canaries: true, other: (call) => (call.roleArn === CLOSED_CANARY ? GRANTED : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "control-failed" });
  });

  test("a weakness is reported although the canary check failed", async () => {
    const { run } = await scriptedRun({
      canaries: true,
      other: (call) => (call.roleArn === OPEN_CANARY ? DENIED : undefined),
      probe: (name) => (name === "doubled" ? GRANTED : undefined),
    });
    expect(run.judgement).toMatchObject({ verdict: "not-secure", reason: "prefix-or-suffix" });
  });

  test("an optional principal that can't be assumed", async () => {
    const { run } = await scriptedRun({ principals: true, other: (call) => (call.roleArn === OUTSIDE ? DENIED : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "our-credentials" });
  });

  test("an identity of another role", async () => {
    const other = { kind: "identity", arn: "arn:aws:sts::222222222222:assumed-role/other/x", accountId: "222222222222" } as const;
    const { run } = await scriptedRun({ other: (call) => (call.action === "GetCallerIdentity" ? other : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "wrong-identity" });
  });
});

test("a role that is recreated between the two grants is inconclusive", async () => {
  const { run } = await scriptedRun({
    probe: (name) => (name === "right-again" ? { kind: "allowed", roleId: "AROATESTROLE000000002" } : undefined),
  });
  expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "role-id-changed" });
});

test("the correct ID allowed and then denied is inconclusive", async () => {
  const { run } = await scriptedRun({ probe: (name) => (name === "right-again" ? DENIED : undefined) });
  expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "denied-between-grants" });
});

test("sends no more probes after the correct ID was denied", async () => {
  const { run, seen } = await scriptedRun({ probe: () => DENIED });
  expect(run.judgement.verdict).toBe("access-denied");
  expect(seen).toHaveLength(1);
});

describe.each(BAD_TRUST.filter(({ weakness }) => weakness !== undefined))("a role with $name", ({ opens, weakness }) => {
  test("is not secure, with the class of its weakness", async () => {
    const { run } = await scriptedRun({ principals: true, probe: (name) => (opens.includes(name) ? GRANTED : undefined) });
    expect(run.judgement).toEqual({
      verdict: "not-secure",
      reason: weakness,
      opened: run.plan.probes.map(({ name }) => name).filter((name) => opens.includes(name)),
    });
  });
});

test("a correct role is secure with canary roles and both optional principals", async () => {
  const { run } = await scriptedRun({ canaries: true, principals: true });
  expect(run.judgement).toEqual({ verdict: "secure", reason: "verified" });
  expect(run).toMatchObject({ control: { kind: "ok" }, identity: "confirmed", roleId: "AROATESTROLE000000001", sandbox: true });
  expect(run.probes.map(({ name }) => name)).toEqual(run.plan.probes.map(({ name }) => name));
});

test("sends three rounds: the correct ID with the canary check, all probes that must be denied at once, the correct ID again", async () => {
  const negatives = NAMES.length - 2;
  let waiting = 0;
  const all = Promise.withResolvers<void>();
  const first = Promise.withResolvers<void>();
  const { run, seen } = await scriptedRun({
    canaries: true,
    // The server answers a round only when all its calls have arrived, so calls sent one by one would never end.
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

test("asks for the identity together with the repeated correct ID, and only after all other probes were denied", async () => {
  const shut = new Set<string>();
  const asked = Promise.withResolvers<void>();
  const { run } = await scriptedRun({
    // Each is answered only when the other has arrived, so calls sent one after the other would never end.
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

test.each([DENIED, { kind: "allowed", roleId: "AROATESTROLE000000002" }] as const)(
  "what was read beside it does not count when right again has another end: $kind",
  async (end) => {
    const { run } = await scriptedRun({ probe: (name) => (name === "right-again" ? end : undefined) });
    expect(run).toMatchObject({ judgement: { verdict: "inconclusive" }, identity: "not-asked", logs: [] });
  },
);

test("a probe that must be denied is sent once, even when AWS throttles it", async () => {
  const { seen } = await scriptedRun({
    probe: (name) => (name === "none" ? { kind: "error", status: 400, code: "Throttling" } : undefined),
  });
  expect(seen.filter(({ action, externalId }) => action === "AssumeRole" && externalId === undefined)).toHaveLength(1);
});

test("a probe that must be denied differs only in External ID and policy, and its policy denies everything", async () => {
  const { seen } = await scriptedRun({});
  const probes = seen.filter(({ action }) => action === "AssumeRole");
  expect(new Set(probes.map(({ sessionName, region, accessKeyId }) => JSON.stringify([sessionName, region, accessKeyId]))).size).toBe(1);
  for (const { externalId, policy } of probes) {
    if (externalId === CORRECT_ID) expect(policy).toContain("logs:FilterLogEvents");
    else expect(JSON.parse(policy).Statement).toEqual([{ Effect: "Deny", Action: "*", Resource: "*" }]);
  }
});

test("the result of a run contains no credentials", async () => {
  const { run } = await scriptedRun({ probe: () => GRANTED });
  expect(JSON.stringify(run)).not.toContain("granted-secret");
  expect(run.judgement.verdict).toBe("not-secure");
});

test("reports the plan first, and then each answer once when it arrives", async () => {
  const told: string[] = [];
  await scriptedRun({
    watch: {
      onPlan: ({ probes }) => void told.push(`plan ${probes.length}`),
      onProbe: ({ name, got }) => void told.push(`${name} ${got}`),
    },
  });
  expect(told.slice(0, 2)).toEqual(["plan 8", "right allowed"]);
  expect(told.at(-1)).toBe("right-again allowed");
  expect(new Set(told).size).toBe(9);
});

test("fails when an answer can't be stored", async () => {
  const onProbe = ({ name }: { name: string }) => {
    if (name === "doubled") throw new Error("the database is down");
  };
  await expect(scriptedRun({ watch: { onProbe } })).rejects.toThrow("the database is down");
});

test("sends all further calls to us-east-1 if only that region allowed the first one", async () => {
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
