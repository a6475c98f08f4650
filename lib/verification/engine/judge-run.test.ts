import { describe, expect, test } from "vitest";
import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import { judgeRun, type RunEvidence, reasonText } from "./judge-run.ts";
import type { ProbeName, ProbeResult } from "./probe.ts";

type Got = ProbeResult["got"];

const NEGATIVES: readonly ProbeName[] = [
  "none",
  "random",
  "doubled",
  "upper",
  "near-miss",
  "retired-1",
  "outside-principal",
  "second-principal",
];
const NAMES: readonly ProbeName[] = ["right", ...NEGATIVES, "right-again"];
const WHYS: readonly WhyInconclusive[] = [
  "throttled",
  "unreachable",
  "region-disabled",
  "our-credentials",
  "malformed",
  "wrong-identity",
  "unexpected",
];

const expectedOf = (name: ProbeName) => (name.startsWith("right") ? "allowed" : "denied");

function answer(name: ProbeName, got: Got, why: WhyInconclusive = "unexpected"): ProbeResult {
  return {
    n: 0,
    name,
    expected: expectedOf(name),
    sent: "",
    got,
    why: got === "inconclusive" ? why : null,
    code: "",
    requestId: "r",
    ms: 1,
  };
}

/** The facts of a secure run, with some answers replaced, or left out when null. */
function evidence(over: Partial<Record<ProbeName, ProbeResult | null>> = {}, more: Partial<RunEvidence> = {}): RunEvidence {
  const answers = NAMES.map((name) => (over[name] === undefined ? answer(name, expectedOf(name)) : over[name]));
  return {
    planned: NAMES.map((name) => ({ name, expected: expectedOf(name) })),
    answers: answers.filter((one) => one !== null),
    roleId: "AROA1",
    roleIdAgain: "AROA1",
    control: "ok",
    identity: "confirmed",
    logs: [],
    ...more,
  };
}

describe("a run is not secure if AWS allowed a probe that it must deny", () => {
  describe.each(NEGATIVES)("%s", (name) => {
    const opened = { [name]: answer(name, "allowed") };
    test("with correct answers to all other probes", () =>
      expect(judgeRun(evidence(opened))).toMatchObject({ verdict: "not-secure", opened: [name] }));
    test.each(["denied", "inconclusive"] as const)("with the correct ID %s", (got) =>
      expect(judgeRun(evidence({ ...opened, right: answer("right", got) })).verdict).toBe("not-secure"),
    );
    test("with every other negative inconclusive", () => {
      const others = Object.fromEntries(NEGATIVES.map((other) => [other, answer(other, "inconclusive")]));
      expect(judgeRun(evidence({ ...others, ...opened })).verdict).toBe("not-secure");
    });
    test.each(["failed", "inconclusive", "not-configured"] as const)("with a canary check that is %s", (control) =>
      expect(judgeRun(evidence(opened, { control })).verdict).toBe("not-secure"),
    );
    test("without the repeated correct ID", () =>
      expect(judgeRun(evidence({ ...opened, "right-again": null })).verdict).toBe("not-secure"));
  });
});

describe("without a passed canary check a run is inconclusive", () => {
  test("failed", () =>
    expect(judgeRun(evidence({}, { control: "failed" }))).toEqual({ verdict: "inconclusive", reason: "control-failed" }));
  test("failed, with right denied", () =>
    expect(judgeRun(evidence({ right: answer("right", "denied") }, { control: "failed" })).verdict).toBe("inconclusive"));
  test("inconclusive", () =>
    expect(judgeRun(evidence({}, { control: "inconclusive" }))).toEqual({ verdict: "inconclusive", reason: "control-did-not-answer" }));
});

describe("access is denied if AWS denies the correct External ID", () => {
  test.each(["ok", "not-configured"] as const)("canary check %s, nothing else sent", (control) => {
    const run = evidence({}, { control, answers: [answer("right", "denied")], roleId: null, roleIdAgain: null, identity: "not-asked" });
    expect(judgeRun(run)).toEqual({ verdict: "access-denied", reason: "right-id-denied" });
  });
});

describe("a run with one inconclusive probe is inconclusive", () => {
  describe.each(NAMES)("%s", (name) => {
    test.each(WHYS)("%s", (why) =>
      expect(judgeRun(evidence({ [name]: answer(name, "inconclusive", why) }))).toEqual({ verdict: "inconclusive", reason: why }),
    );
    test("never answered", () => expect(judgeRun(evidence({ [name]: null }))).toEqual({ verdict: "inconclusive", reason: "unfinished" }));
    if (name === "upper" || name === "retired-1" || name.endsWith("principal")) return;
    test("never planned", () => {
      const run = evidence({ [name]: null });
      expect(judgeRun({ ...run, planned: run.planned.filter((probe) => probe.name !== name) }).verdict).toBe("inconclusive");
    });
  });
});

test("the correct External ID allowed and then denied is inconclusive", () =>
  expect(judgeRun(evidence({ "right-again": answer("right-again", "denied") }))).toEqual({
    verdict: "inconclusive",
    reason: "denied-between-grants",
  }));

test.each([
  ["AROA1", "AROA2"],
  ["AROA1", null],
  [null, null],
])("role IDs %s and %s are inconclusive", (roleId, roleIdAgain) =>
  expect(judgeRun(evidence({}, { roleId, roleIdAgain }))).toEqual({ verdict: "inconclusive", reason: "role-id-changed" }),
);

test.each([
  ["someone-else", "wrong-identity"],
  ["inconclusive", "identity-not-confirmed"],
  ["not-asked", "identity-not-confirmed"],
] as const)("an identity that is %s is inconclusive", (identity, reason) =>
  expect(judgeRun(evidence({}, { identity }))).toEqual({ verdict: "inconclusive", reason }),
);

test.each(["ok", "not-configured"] as const)(
  "the same role allowed twice and all other probes denied is secure, canary check %s",
  (control) => expect(judgeRun(evidence({}, { control }))).toEqual({ verdict: "secure", reason: "verified" }),
);

test("a role whose logs can't be read is secure, and the reason names action and region", () => {
  const judged = judgeRun(evidence({}, { logs: [{ region: "eu-central-1", got: "denied", action: "logs:FilterLogEvents" }] }));
  expect(judged.verdict).toBe("secure");
  expect(reasonText(judged)).toBe("cannot-read-logs: logs:FilterLogEvents in eu-central-1");
});

test.each(["works", "no-groups", "inconclusive"] as const)("logs that are not denied are not part of the reason: %s", (got) => {
  const judged = judgeRun(evidence({}, { logs: [{ region: "eu-central-1", got, action: null }] }));
  expect(judged).toEqual({ verdict: "secure", reason: "verified" });
  expect(reasonText(judged)).toBe("verified");
});

test("the first denied region is named, with the missing permission", () => {
  const works = { region: "eu-west-1", got: "works", action: null } as const;
  const refuses = (action: string | null) => ({ region: "eu-central-1", got: "denied", action }) as const;
  const secure = { verdict: "secure", reason: "cannot-read-logs", region: "eu-central-1" };
  expect(judgeRun(evidence({}, { logs: [works, refuses("logs:DescribeLogGroups")] }))).toEqual({
    ...secure,
    action: "logs:DescribeLogGroups",
  });
  expect(judgeRun(evidence({}, { logs: [refuses(null)] }))).toEqual({ ...secure, action: "logs:FilterLogEvents" });
});

test("an inconclusive answer without a cause is inconclusive too", () => {
  expect(judgeRun(evidence({ none: { ...answer("none", "inconclusive"), why: null } }))).toEqual({
    verdict: "inconclusive",
    reason: "unexpected",
  });
});

test("an answer is compared with the plan, not with its own expected value", () => {
  expect(judgeRun(evidence({ none: { ...answer("none", "allowed"), expected: "allowed" } }))).toEqual({
    verdict: "inconclusive",
    reason: "unfinished",
  });
});

test("of all combinations of answers, exactly the complete and consistent runs are secure", () => {
  const names: readonly ProbeName[] = ["right", "none", "random", "doubled", "upper", "near-miss", "right-again"];
  const gots: readonly Got[] = ["allowed", "denied", "inconclusive"];
  let secure = 0;
  for (let code = 0; code < 3 ** names.length; code++) {
    const answers = names.map((name, i) => answer(name, gots[Math.floor(code / 3 ** i) % 3] ?? "inconclusive"));
    const planned = names.map((name) => ({ name, expected: expectedOf(name) }) as const);
    for (const control of ["ok", "not-configured", "failed", "inconclusive"] as const)
      for (const identity of ["confirmed", "someone-else", "inconclusive", "not-asked"] as const)
        for (const roleIdAgain of ["AROA1", "AROA2", null]) {
          const isComplete =
            answers.every(({ got, expected }) => got === expected) &&
            (control === "ok" || control === "not-configured") &&
            identity === "confirmed" &&
            roleIdAgain === "AROA1";
          const verdict = judgeRun({ planned, answers, roleId: "AROA1", roleIdAgain, control, identity, logs: [] }).verdict;
          if ((verdict === "secure") !== isComplete)
            throw new Error(`${verdict}: ${JSON.stringify({ answers, control, identity, roleIdAgain })}`);
          if (isComplete) secure += 1;
        }
  }
  expect(secure).toBe(2);
});
