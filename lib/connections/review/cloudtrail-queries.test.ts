import { expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { sessionName } from "#lib/aws/role-session.ts";
import { auditQueries, SESSION_NAME_PATTERN } from "./cloudtrail-queries.ts";

const ID = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";

test("the session name pattern in the queries matches every session of the portal", () => {
  const pattern = new RegExp(`^${SESSION_NAME_PATTERN}$`);
  for (let n = 0; n < 200; n += 1) expect(sessionName(new Secret("key"), n % 2 ? "user" : "run", [String(n)])).toMatch(pattern);
  expect("sp-aaaaaaaaaaaaaaaaaaa0").not.toMatch(pattern);
});

test("the queries ask for this connection's External ID and for the partner's accounts", () => {
  const [ours, others, done] = auditQueries({
    externalId: ID,
    partnerAccountIds: ["999999999999", "888888888888"],
    region: "eu-central-1",
  });
  expect(ours?.text).toContain(`contains(CloudTrailEvent, '${ID}')`);
  expect(others?.text).toContain(`<> '${ID}'`);
  expect(others?.text).toContain("NOT IN ('999999999999', '888888888888')");
  expect(done?.text).toContain(`/${SESSION_NAME_PATTERN}$'`);
});
