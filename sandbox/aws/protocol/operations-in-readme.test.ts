import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cloudFormationOperations } from "#sandbox/aws/cloudformation/operations/stack-operations.ts";
import { iamOperations } from "#sandbox/aws/iam/operations/iam-operations.ts";
import { logOperations } from "#sandbox/aws/logs/operations/log-operations.ts";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { FIXED_KEYS } from "#sandbox/aws/state/sandbox-accounts.ts";
import { stsOperations } from "#sandbox/aws/sts/sts-operations.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The operations in the first sentence of a service's row, in its order. */
function listed(service: string): readonly string[] {
  const [, cell = ""] = new RegExp(`^\\| ${service} +\\| (.*) \\|$`, "m").exec(readme) ?? [];
  return (cell.split(".")[0] ?? "").trim().split(", ");
}

test.each([
  ["STS", stsOperations],
  ["IAM", iamOperations],
  ["CloudWatch Logs", logOperations],
  ["CloudFormation", cloudFormationOperations],
] as const)("the README lists every operation of %s, and no other", (service, operations) => {
  expect(listed(service).toSorted()).toEqual([...operations.keys()].toSorted());
});

test("the README lists every fixed access key, and tests have the same", () => {
  const keys = FIXED_KEYS.map(({ accessKeyId, secretAccessKey }) => `\`${accessKeyId}\` ${secretAccessKey}`);
  for (const key of FIXED_KEYS) expect(readme).toMatch(new RegExp(`\\| \`${key.accessKeyId}\` +\\| \`${key.secretAccessKey}\` +\\|`));
  const tested = Object.values(TEST_KEYS).map(({ accessKeyId, secretAccessKey }) => `\`${accessKeyId}\` ${secretAccessKey}`);
  expect(tested.toSorted()).toEqual(keys.toSorted());
});
