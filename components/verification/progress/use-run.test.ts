import { expect, test } from "vitest";
import { fail } from "#kernel/result.ts";
import type { ProbeView, RunView } from "#lib/verification/shared/run-view.ts";
import { progressOf, type RunProgress, stepRun } from "./use-run.ts";

const probe = (n: number, more: Partial<ProbeView> = {}): ProbeView => ({
  n,
  name: n === 0 ? "right" : "none",
  label: n === 0 ? "Correct External ID" : "No External ID",
  sent: "left out",
  expected: n === 0 ? "allowed" : "denied",
  got: null,
  code: "",
  requestId: "",
  ms: null,
  ...more,
});

const run = (more: Partial<RunView> = {}): RunView => ({
  id: "0192f3c8-0000-7000-8000-000000000000",
  reason: "submit",
  startedAt: 0,
  finishedAt: null,
  verdict: null,
  words: null,
  probes: [probe(0), probe(1)],
  control: null,
  stsRegion: "eu-central-1",
  accountId: null,
  roleId: null,
  sessionName: null,
  sandbox: true,
  requestedBy: null,
  logChecks: {},
  templateVersion: 1,
  probesDeletedAt: null,
  ...more,
});

const waiting = { tries: 1, nextTryAt: 5_000, until: 120_000 };
const closed = run({ finishedAt: 900, verdict: "secure" });

test("an event after a reset changes nothing", () => {
  expect(stepRun({ kind: "idle" }, { kind: "event", event: { kind: "closed", run: closed, waiting: null } })).toEqual({ kind: "idle" });
});

test("a failure of the field is shown at the field, any other failure above the page", () => {
  const blamed = stepRun(
    { kind: "starting" },
    { kind: "refused", failure: fail("invalid", "No ARN.", { fields: { roleArn: "No ARN." } }) },
  );
  expect(blamed).toMatchObject({ kind: "failed", field: "roleArn", message: "No ARN." });
  expect(stepRun({ kind: "starting" }, { kind: "refused", failure: fail("limited", "Later.") })).toMatchObject({ field: null });
});

test("losing the connection after the result keeps the result", () => {
  const result: RunProgress = { kind: "closed", run: closed };
  expect(stepRun(result, { kind: "connection-lost" })).toBe(result);
});

test("losing the connection during a run keeps the results so far", () => {
  expect(stepRun({ kind: "probing", run: run() }, { kind: "connection-lost" })).toEqual({ kind: "lost", run: run() });
});

test("results appear in their rows in any order of arrival, and rows never move", () => {
  const opened = stepRun({ kind: "starting" }, { kind: "event", event: { kind: "opened", run: run() } });
  const second = stepRun(opened, { kind: "event", event: { kind: "probe", probe: probe(1, { got: "denied" }) } });
  expect(second).toEqual({ kind: "probing", run: run({ probes: [probe(0), probe(1, { got: "denied" })] }) });
});

test("while waiting for AWS, another denied attempt changes nothing; the first allowed probe is shown", () => {
  const before: RunProgress = { kind: "waiting", run: run(), waiting };
  const again = stepRun(before, { kind: "event", event: { kind: "opened", run: run({ startedAt: 5_000 }) } });
  expect(again).toMatchObject({ kind: "waiting", run: { startedAt: 5_000 } });
  const denied = stepRun(again, { kind: "event", event: { kind: "probe", probe: probe(0, { got: "denied" }) } });
  expect(denied.kind).toBe("waiting");
  const granted = stepRun(denied, { kind: "event", event: { kind: "probe", probe: probe(0, { got: "allowed" }) } });
  expect(granted.kind).toBe("probing");
  // A listener that joins later receives earlier results as part of the run.
  const late = stepRun(before, {
    kind: "event",
    event: { kind: "opened", run: run({ probes: [probe(0, { got: "allowed" }), probe(1)] }) },
  });
  expect(late.kind).toBe("probing");
});

test("reloading the page shows the run's current state", () => {
  expect(progressOf(null, null).kind).toBe("idle");
  expect(progressOf(run(), null).kind).toBe("probing");
  expect(progressOf(run(), waiting).kind).toBe("waiting");
  expect(progressOf(closed, null).kind).toBe("closed");
});
