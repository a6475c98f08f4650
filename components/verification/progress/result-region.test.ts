import { expect, test } from "vitest";
import { fail } from "#kernel/result.ts";
import type { ResultWords, RunView } from "#lib/verification/shared/run-view.ts";
import { resultWords } from "./result-region.tsx";

const words = (word: ResultWords["word"], more: Partial<ResultWords> = {}): ResultWords => ({
  word,
  title: `${word}: so it is`,
  sentences: ["This happened."],
  weakness: null,
  warning: null,
  ...more,
});

const run = (more: Partial<RunView> = {}): RunView => ({
  id: "0192f3c8-0000-7000-8000-000000000000",
  reason: "submit",
  startedAt: 0,
  finishedAt: 1,
  verdict: "secure",
  words: words("Connected"),
  probes: [],
  control: "ok",
  stsRegion: "eu-central-1",
  accountId: null,
  roleId: null,
  sessionName: null,
  sandbox: false,
  requestedBy: null,
  logChecks: {},
  templateVersion: 1,
  probesDeletedAt: null,
  ...more,
});

test("a role that allowed a wrong call is never shown with a closed right gate", () => {
  expect(resultWords({ kind: "closed", run: run({ verdict: "not-secure", words: words("Not secure") }) })?.gates).toBe("rejected");
});

test("a secure role that can't read logs is shown as a warning, stated once", () => {
  const warning = "It doesn’t allow logs:FilterLogEvents.";
  const withWarning = run({ words: words("Connected", { sentences: [`The role is secure. ${warning}`], warning }) });
  expect(resultWords({ kind: "closed", run: withWarning })).toMatchObject({ tone: "warn", warning: null, gates: "connected" });
});

test("a run without a result makes no claim", () => {
  expect(resultWords({ kind: "closed", run: run({ verdict: "lost", words: null }) })?.title).toMatch(/^Inconclusive/);
  expect(resultWords({ kind: "lost", run: null })?.title).toMatch(/^Inconclusive/);
});

test("every title starts with one of the five result names", () => {
  const waiting = { tries: 1, nextTryAt: null, until: 120_000 };
  const open = run({ finishedAt: null, verdict: null, words: null });
  const titles = [
    resultWords({ kind: "starting" }),
    resultWords({ kind: "probing", run: open }),
    resultWords({ kind: "waiting", run: open, waiting }),
    resultWords({ kind: "closed", run: run() }),
    resultWords({ kind: "failed", message: "It broke.", field: null, failure: null }),
  ].map((result) => result?.title);
  for (const title of titles) expect(title).toMatch(/^(Connected|Not secure|Access denied|Inconclusive|Waiting for AWS)/);
});

test("a rejected request is not a result", () => {
  const failure = fail("invalid", "Not an ARN.", { fields: { roleArn: "Not an ARN." } });
  expect(resultWords({ kind: "failed", message: "Not an ARN.", field: "roleArn", failure })).toBeNull();
});
