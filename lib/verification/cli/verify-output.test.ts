import { describe, expect, test } from "vitest";
import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import type { InconclusiveReason, Judgement } from "#lib/verification/engine/judge-run.ts";
import type { ProbeName, ProbeResult } from "#lib/verification/engine/probe.ts";
import { type PrintedRun, printedLines } from "./verify-output.ts";

const REASONS: Readonly<Record<InconclusiveReason, true>> = {
  throttled: true,
  unreachable: true,
  "region-disabled": true,
  "our-credentials": true,
  malformed: true,
  "wrong-identity": true,
  unexpected: true,
  "control-failed": true,
  "control-did-not-answer": true,
  unfinished: true,
  "denied-between-grants": true,
  "role-id-changed": true,
  "identity-not-confirmed": true,
};

const JUDGEMENTS: readonly Judgement[] = [
  { verdict: "secure", reason: "verified" },
  { verdict: "secure", reason: "cannot-read-logs", action: "logs:FilterLogEvents", region: "eu-central-1" },
  { verdict: "not-secure", reason: "any-id", opened: ["random"] },
  { verdict: "access-denied", reason: "right-id-denied" },
  ...(Object.keys(REASONS) as InconclusiveReason[]).map((reason) => ({ verdict: "inconclusive", reason }) as const),
];

const probe = (name: ProbeName, why: WhyInconclusive | null, code: string): ProbeResult => ({
  n: 0,
  name,
  expected: "allowed",
  sent: "",
  got: "inconclusive",
  why,
  code,
  requestId: "",
  ms: 1,
});

function runWith(judgement: Judgement, more: Partial<PrintedRun> = {}): PrintedRun {
  return { judgement, accountId: "222222222222", probes: [], control: { kind: "not-configured" }, ...more };
}

function words(run: PrintedRun, environment: Readonly<Record<string, string>> = {}): string {
  return printedLines(run, environment).join("\n");
}

test.each(JUDGEMENTS)("%j does not mention what only the portal does", (judgement) => {
  const said = words(runWith(judgement));
  expect(said).not.toMatch(/\bnotified\b|\bstaff\b|\bconnected\b|\bsaved\b|\bretries\b/i);
  expect(said.split("\n")[0]).toMatch(/^(Secure|Not secure|Access denied|Inconclusive)\b/);
});

describe("the credentials of the caller", () => {
  const lost = (code: string, reason: InconclusiveReason = "our-credentials", name: ProbeName = "right") =>
    runWith({ verdict: "inconclusive", reason }, { probes: [probe(name, "our-credentials", code)] });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["none at all", {}, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and no profile"],
    ["no secret", { AWS_ACCESS_KEY_ID: "AKIATEST" }, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not."],
    ["no id", { AWS_SECRET_ACCESS_KEY: "hush" }, "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not."],
    ["a profile that gives none", { AWS_PROFILE: "lab" }, "AWS_PROFILE is set to lab, but that profile has no credentials."],
  ])("missing, %s: names them and says that nothing was sent and what to set", (_name, environment, sentence) => {
    const said = words(lost("CredentialsProviderError"), environment);
    expect(said).toContain("Inconclusive: no AWS credentials found");
    expect(said).toContain(sentence);
    expect(said).toMatch(/No probe was sent[\s\S]*Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/);
    expect(said).not.toContain("hush");
  });

  test.each<[Readonly<Record<string, string>>, string]>([
    [{ AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "hush" }, "the access key AKIATEST"],
    [{ AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "hush", AWS_PROFILE: "lab" }, "the credentials of the profile lab"],
    [{}, "the credentials that the AWS SDK found"],
  ])("not accepted, with %j: names them and the error code, and no secret", (environment, named) => {
    const said = words(lost("ExpiredToken"), environment);
    expect(said).toContain(`Inconclusive: AWS did not accept ${named}`);
    expect(said).toContain("ExpiredToken");
    expect(said).not.toContain("hush");
  });

  test("named also when the canary check was inconclusive for the same cause", () => {
    expect(words(lost("CredentialsProviderError", "control-did-not-answer"))).toContain("no AWS credentials found");
  });

  test.each([
    ["outside-principal", "AWS_OUTSIDE_PRINCIPAL_ROLE_ARN"],
    ["second-principal", "AWS_SECOND_PRINCIPAL_ROLE_ARN"],
  ] as const)("%s: names the variable of the role that could not be assumed", (name, variable) => {
    expect(words(lost("", "our-credentials", name))).toContain(`Inconclusive: the role in ${variable} could not be assumed`);
  });
});

test.each([
  ["open-refused", "AWS denied the open canary role (AWS_CANARY_OPEN_ROLE_ARN)"],
  ["closed-opened", "AWS allowed the closed canary role (AWS_CANARY_CLOSED_ROLE_ARN)"],
] as const)("a failed canary check, %s: names the canary role and what AWS did", (what, sentence) => {
  expect(words(runWith({ verdict: "inconclusive", reason: "control-failed" }, { control: { kind: "failed", what } }))).toContain(sentence);
});

test("a weakness has its cause and its fix", () => {
  expect(words(runWith({ verdict: "not-secure", reason: "any-id", opened: ["random"] }))).toMatch(
    /The condition [\s\S]*use "StringEquals"/,
  );
});
