import { expect, test } from "vitest";
import type { ProbeView, RunView } from "#lib/verification/shared/run-view.ts";
import { changesSentence, runChanges } from "./run-changes.ts";

const probe = (n: number, name: string, label: string, got: ProbeView["got"], over: Partial<ProbeView> = {}): ProbeView => ({
  ...{ n, name, label, got, sent: "sp-7f3c1e9a…e3b5", expected: name === "right" ? "allowed" : "denied" },
  ...{ code: "AccessDenied", requestId: `${name}-${n}`, ms: n, ...over },
});
const secure: RunView = {
  id: "01a20d27-0000-7000-8000-000000000000",
  reason: "schedule",
  probesDeletedAt: null,
  startedAt: 1_000,
  finishedAt: 2_000,
  verdict: "secure",
  words: null,
  probes: [
    probe(0, "right", "Correct External ID", "allowed"),
    probe(1, "none", "No External ID", "denied"),
    probe(2, "random", "Random External ID", "denied"),
  ],
  control: "ok",
  stsRegion: "eu-central-1",
  accountId: "222222222222",
  roleId: "AROAONE",
  sessionName: "sp-aaaaaaaaaaaaaaaaaaaa",
  sandbox: false,
  templateVersion: 1,
  requestedBy: null,
  logChecks: { "eu-central-1": "works" },
};
const withGot = (name: string, got: ProbeView["got"]) => secure.probes.map((each) => (each.name === name ? { ...each, got } : each));

test("values that differ in every run are not changes", () => {
  const again: RunView = {
    ...secure,
    ...{
      id: "01a20d28-0000-7000-8000-000000000000",
      startedAt: 5_000,
      finishedAt: 6_000,
      reason: "recheck",
      requestedBy: "owner@acme.example",
    },
    sessionName: "sp-bbbbbbbbbbbbbbbbbbbb",
    probes: secure.probes.map((each) => ({ ...each, requestId: "another", ms: 99 })),
  };
  expect(runChanges(again, secure)).toEqual([]);
  expect(changesSentence([])).toBe("No changes since the previous verification.");
});

test("a probe that changed from denied to allowed is listed, and so is the result", () => {
  const open: RunView = {
    ...secure,
    verdict: "not-secure",
    probes: withGot("random", "allowed"),
    roleId: null,
    accountId: "********2222",
    logChecks: {},
  };
  expect(runChanges(open, secure)).toEqual([
    "the result changed from connected to not secure",
    "Random External ID changed from denied to allowed",
  ]);
  expect(changesSentence(runChanges(open, secure))).toBe(
    "Since the previous verification: the result changed from connected to not secure; Random External ID changed from denied to allowed.",
  );
  expect(runChanges(secure, open)).toEqual([
    "the result changed from not secure to connected",
    "Random External ID changed from allowed to denied",
  ]);
});

test("an inconclusive probe and an unsent one differ from a denied one", () => {
  expect(runChanges({ ...secure, probes: withGot("none", "inconclusive") }, secure)).toEqual([
    "No External ID changed from denied to inconclusive",
  ]);
  expect(runChanges({ ...secure, probes: withGot("none", null) }, secure)).toEqual(["No External ID changed from denied to not sent"]);
});

test("probes of only one of the two runs are listed", () => {
  const more = { ...secure, probes: [...secure.probes, probe(3, "retired-1", "Retired External ID 1", "denied")] };
  expect(runChanges(more, secure)).toEqual(["Retired External ID 1 is new and was denied"]);
  expect(runChanges(secure, more)).toEqual(["Retired External ID 1 is no longer sent"]);
});

test.each<[string, Partial<RunView>, string]>([
  ["another role under the same ARN", { roleId: "AROATWO" }, "the role ID changed from AROAONE to AROATWO"],
  ["another account", { accountId: "********3333" }, "the AWS account changed from …2222 to …3333"],
  ["a control that fails", { control: "failed" }, "the canary check changed from passed to failed"],
  ["a control that was taken away", { control: "not-configured" }, "the canary check changed from passed to not configured"],
  ["another region of STS", { stsRegion: "us-east-1" }, "the STS Region changed from eu-central-1 to us-east-1"],
  ["a newer template", { templateVersion: 2 }, "the template version changed from 1 to 2"],
  ["log reading that is denied", { logChecks: { "eu-central-1": "denied" } }, "log access in eu-central-1 changed from allowed to denied"],
])("%s", (_name, over, clause) => {
  expect(runChanges({ ...secure, ...over }, secure)).toEqual([clause]);
});

test("a value that one of the runs does not have is not a change", () => {
  expect(
    runChanges({ ...secure, roleId: null, control: null, accountId: null, logChecks: {}, stsRegion: "", templateVersion: null }, secure),
  ).toEqual([]);
});

test("probes that were deleted because of their age are not listed as changed", () => {
  const without: RunView = { ...secure, probes: [], probesDeletedAt: 3_000 };
  expect(runChanges(secure, without)).toEqual([]);
  expect(runChanges({ ...without, verdict: "not-secure" }, secure)).toEqual(["the result changed from connected to not secure"]);
});
