import { expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { assumeRole } from "#lib/aws/assume-role.ts";
import { createAwsClients } from "#lib/aws/aws-clients.ts";
import { sessionName } from "#lib/aws/role-session.ts";
import { type ScriptedReply, startScriptedSts } from "#lib/aws/testing/scripted-sts.ts";
import { CLOSED_CANARY, DENIED, GRANTED, OPEN_CANARY } from "#lib/verification/testing/scripted-run.ts";
import { type CanaryCheck, createCanaryCheck } from "./canary-check.ts";

/** A canary check against a server with the given answers of the two canary roles, and with a fake clock. */
async function withControl(
  answers: { open: ScriptedReply; closed: ScriptedReply },
  use: (control: CanaryCheck, seen: () => number, forward: (ms: number) => void) => Promise<void>,
): Promise<void> {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIATEST";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test-secret";
  const sts = await startScriptedSts(({ roleArn }) => (roleArn === OPEN_CANARY ? answers.open : answers.closed));
  const clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints: { sts: sts.url } });
  let now = Date.now();
  const control = createCanaryCheck({
    assume: (request) => assumeRole(clients, request),
    clock: { now: () => new Date(now), wait: async () => {} },
    canaries: { open: OPEN_CANARY, closed: CLOSED_CANARY },
    sessionName: sessionName(new Secret("key"), "run", []),
  });
  try {
    await use(
      control,
      () => sts.seen.length,
      (ms) => {
        now += ms;
      },
    );
  } finally {
    clients.close();
    await sts.close();
  }
}

const expired: ScriptedReply = { kind: "error", status: 403, code: "ExpiredToken" };

test.each([
  { open: DENIED, closed: DENIED, outcome: { kind: "failed", what: "open-refused" } },
  { open: DENIED, closed: GRANTED, outcome: { kind: "failed", what: "open-refused" } },
  { open: GRANTED, closed: GRANTED, outcome: { kind: "failed", what: "closed-opened" } },
  { open: expired, closed: GRANTED, outcome: { kind: "failed", what: "closed-opened" } },
  { open: expired, closed: DENIED, outcome: { kind: "inconclusive", why: "our-credentials" } },
  { open: GRANTED, closed: expired, outcome: { kind: "inconclusive", why: "our-credentials" } },
  { open: GRANTED, closed: DENIED, outcome: { kind: "ok" } },
] satisfies readonly object[])("the outcome is $outcome", ({ open, closed, outcome }) =>
  withControl({ open, closed }, async (control) => expect(await control()).toEqual(outcome)),
);

test("does not cache a failed check", () => {
  const answers = { open: DENIED, closed: DENIED };
  return withControl(answers, async (control) => {
    expect(await control()).toMatchObject({ kind: "failed" });
    expect(await control()).toMatchObject({ kind: "failed" });
    answers.open = GRANTED;
    expect(await control()).toEqual({ kind: "ok" });
  });
});

test("caches a passed check for five minutes", () =>
  withControl({ open: GRANTED, closed: DENIED }, async (control, seen, forward) => {
    await control();
    forward(5 * 60_000 - 1);
    expect(await control()).toEqual({ kind: "ok" });
    expect(seen()).toBe(2);
    forward(1);
    await control();
    expect(seen()).toBe(4);
  }));

test("concurrent runs share one check", () =>
  withControl({ open: GRANTED, closed: DENIED }, async (control, seen) => {
    expect(await Promise.all([control(), control(), control()])).toEqual([{ kind: "ok" }, { kind: "ok" }, { kind: "ok" }]);
    expect(seen()).toBe(2);
  }));

test("reports that no canary roles are configured", async () => {
  const control = createCanaryCheck({
    assume: () => Promise.reject(new Error("no call may be made")),
    clock: { now: () => new Date(), wait: async () => {} },
    canaries: undefined,
    sessionName: sessionName(new Secret("key"), "run", []),
  });
  expect(await control()).toEqual({ kind: "not-configured" });
});
