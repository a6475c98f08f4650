import { expect, test } from "vitest";
import { cloudTrailQueries } from "./cloudtrail-queries.ts";

const session = {
  sessionName: "sp-q4n7t2kx3m5bzw6r2vjd",
  sourceIdentity: null,
  requestId: "5dfd10bf-f559-4148-8fd7-8e3deca24516",
  region: "eu-central-1",
  at: Date.UTC(2026, 10, 24, 10, 43, 27),
};

test("the command searches the STS region, in the minutes around the call, for this request", () => {
  const [cli] = cloudTrailQueries(session);
  expect(cli?.text).toBe(
    [
      "aws cloudtrail lookup-events --region eu-central-1 \\",
      "  --start-time 2026-11-24T10:38:27Z --end-time 2026-11-24T10:48:27Z \\",
      "  --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole \\",
      "  --query \"Events[?contains(CloudTrailEvent, '5dfd10bf-f559-4148-8fd7-8e3deca24516')].CloudTrailEvent\" --output text",
    ].join("\n"),
  );
});

test("without a request ID it searches for the session name", () => {
  expect(cloudTrailQueries({ ...session, requestId: null })[0]?.text).toContain("contains(CloudTrailEvent, 'sp-q4n7t2kx3m5bzw6r2vjd')");
});

test("every other query names the session and covers its whole lifetime", () => {
  const [, lake, insights, athena] = cloudTrailQueries(session);
  for (const query of [lake, insights, athena]) expect(query?.text).toContain(session.sessionName);
  expect(lake?.text).toContain("BETWEEN '2026-11-24 10:38:27' AND '2026-11-24 11:48:27'");
  expect(athena?.text).toContain("BETWEEN '2026-11-24T10:38:27Z' AND '2026-11-24T11:48:27Z'");
  expect(insights?.description).toContain("to 2026-11-24T11:48:27Z");
});

test("a session with a source identity is found by it too, under CloudTrail's field name", () => {
  const identity = "sp-aaaaaaaaaaaaaaaaaaaa";
  const [, ...named] = cloudTrailQueries({ ...session, sourceIdentity: identity });
  const [, ...without] = cloudTrailQueries(session);
  expect(named.map(({ text }) => text)).toEqual([
    expect.stringContaining(`\n    OR userIdentity.sessionContext.sourceIdentity = '${identity}'\n`),
    expect.stringContaining(` or userIdentity.sessionContext.sourceIdentity = "${identity}" or `),
    expect.stringContaining(`\n    OR json_extract_scalar(requestparameters, '$.sourceIdentity') = '${identity}'\n`),
  ]);
  for (const { text } of without) expect(text).not.toMatch(/sourceIdentity/i);
});
