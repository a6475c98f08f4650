import { expect, test } from "vitest";
import { createState } from "./state.ts";

test.each([
  ["eu-central-1", "aws"],
  ["us-gov-west-1", "aws-us-gov"],
  ["cn-north-1", "aws-cn"],
])("in %s every ARN has the partition %s", (region, partition) => {
  const { iam, logs } = createState({ region });
  const role = iam.getRole("999999999999", "sallyport");
  expect(role.arn).toBe(`arn:${partition}:iam::999999999999:role/sallyport`);
  expect(iam.findByArn(role.arn)).toBe(role);
  const [group] = logs.listGroups({ accountId: "222222222222", region });
  expect(group?.arn).toBe(`arn:${partition}:logs:${region}:222222222222:log-group:/app/checkout/web`);
});
