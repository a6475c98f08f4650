import { describe, expect, test } from "vitest";
import { BAD_STS_REPLIES } from "#lib/aws/testing/bad-sts-replies.ts";
import { scriptedRun } from "#lib/verification/testing/scripted-run.ts";
import type { ProbeName } from "./probe.ts";

const NAMES: readonly ProbeName[] = ["right", "none", "random", "doubled", "upper", "near-miss", "retired-1", "right-again"];

describe.each(NAMES)("an inconclusive answer to %s is never secure", (position) => {
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

describe("an inconclusive answer to the identity is never secure", () => {
  test.concurrent.each(BAD_STS_REPLIES.filter(({ reply }) => reply.kind !== "allowed"))("identity: $name", async ({ reply }) => {
    const { run } = await scriptedRun({ other: (call) => (call.action === "GetCallerIdentity" ? reply : undefined) });
    expect(run.judgement).toEqual({ verdict: "inconclusive", reason: "identity-not-confirmed" });
  });
});
