import { expect, test } from "vitest";
import { whoChangedIt, whoUsedTheGap } from "./gap-queries.ts";

const gap = {
  since: Date.UTC(2026, 10, 23, 21, 9),
  region: "eu-central-1",
  roleId: "AROA4XYZ7PD2QK3NB5WJL",
  externalId: "sp-c95e07d1-52d4-4b8e-9c07-1d6a2f84e3b5",
};

test("the query for policy changes uses the region of IAM events, from the last secure verification", () => {
  expect(whoChangedIt(gap).text).toBe(
    [
      "aws cloudtrail lookup-events --region us-east-1 \\",
      "  --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateAssumeRolePolicy \\",
      "  --start-time 2026-11-23T21:04:00Z \\",
      '  --query "Events[].[EventTime, Username, Resources[0].ResourceName]" --output table',
    ].join("\n"),
  );
});

test.each([
  ["us-gov-east-1", "us-gov-west-1"],
  ["cn-northwest-1", "cn-north-1"],
])("in the partition of %s, CloudTrail records IAM calls in %s", (region, home) => {
  expect(whoChangedIt({ ...gap, region }).text).toContain(`--region ${home} `);
});

test("the query for use of the gap covers only this role, without calls that had the correct External ID", () => {
  const [cli, athena] = whoUsedTheGap(gap);
  expect(cli?.text).toContain(
    `'Events[?contains(CloudTrailEvent, \`"${gap.roleId}"\`) && !contains(CloudTrailEvent, \`"${gap.externalId}"\`)]`,
  );
  expect(athena?.text).toContain(`LIKE '${gap.roleId}:%'`);
  expect(athena?.text).toContain(`<> '${gap.externalId}'`);
  expect(athena?.text).toContain("eventtime >= '2026-11-23T21:04:00Z'");
});

test("without a secure verification all of Event history is searched, and without a role ID the ARN is a placeholder", () => {
  const unknown = { ...gap, since: null, roleId: null };
  const texts = [whoChangedIt(unknown), ...whoUsedTheGap(unknown)].map(({ text }) => text);
  for (const text of texts) expect(text).not.toMatch(/start-time|eventtime >=|null|AROA/);
  expect(texts[2]).toContain("'<the role’s ARN>'");
});
