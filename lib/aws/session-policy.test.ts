import { expect, test } from "vitest";
import { Secret } from "#kernel/secret.ts";
import { sessionName } from "./session-name.ts";
import { DENY_EVERYTHING, sessionPolicy } from "./session-policy.ts";

test("keeps the cost-free access free of every action that costs", () => {
  expect(sessionPolicy("browse", "aws", "222222222222")).not.toMatch(/StartQuery|StartLiveTail|Unmask|"logs:\*"/);
  expect(sessionPolicy("query", "aws", "222222222222")).not.toContain("StartLiveTail");
});

test.each(["browse", "query", "tail"] as const)("holds the policy of %s within 700 characters in the longest partition", (access) => {
  const policy = sessionPolicy(access, "aws-us-gov", "222222222222");
  expect(policy.length).toBeLessThanOrEqual(700);
  expect(policy).toContain("arn:aws-us-gov:logs:*:222222222222:*");
});

test("denies everything to a session that should never have been", () => {
  expect(JSON.parse(DENY_EVERYTHING)).toEqual({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] });
});

test("names a session alike for the same ids and otherwise for any others, in one shape", () => {
  const key = new Secret("key");
  const names = [
    sessionName(key, "run", ["a", "b"]),
    sessionName(key, "run", ["ab"]),
    sessionName(key, "run", ["a:b"]),
    sessionName(key, "user", ["a", "b"]),
    sessionName(new Secret("other"), "run", ["a", "b"]),
  ];
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^sp-[a-z2-7]{20}$/);
  expect(sessionName(key, "run", ["a", "b"])).toBe(names[0]);
});
