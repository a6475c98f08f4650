import { expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { DENY_EVERYTHING, sessionName, sessionPolicy } from "./role-session.ts";

test("Browse has no action that AWS bills", () => {
  expect(sessionPolicy("browse", "aws", "222222222222")).not.toMatch(/StartQuery|StartLiveTail|Unmask|"logs:\*"/);
  expect(sessionPolicy("query", "aws", "222222222222")).not.toContain("StartLiveTail");
});

test.each(["browse", "query", "live-tail"] as const)(
  "the policy of %s has at most 700 characters in the partition with the longest name",
  (access) => {
    const policy = sessionPolicy(access, "aws-us-gov", "222222222222");
    expect(policy.length).toBeLessThanOrEqual(700);
    expect(policy).toContain("arn:aws-us-gov:logs:*:222222222222:*");
  },
);

test("a session that must not exist is denied every action", () => {
  expect(JSON.parse(DENY_EVERYTHING)).toEqual({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] });
});

test("the same IDs give the same session name, other IDs another one, all in one format", () => {
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
