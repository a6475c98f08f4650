import { expect, test } from "vitest";
import { accepted } from "#lib/connections/testing/portal.ts";
import { queriesForFile } from "#lib/logs/testing/query-fixture.ts";
import { REGION } from "#lib/logs/testing/verified-connection.ts";
import { checkLogGroups } from "./check-log-groups.ts";

const q = queriesForFile();

test("of log groups outside the scope nobody learns whether they exist, and AWS is not asked about them", async () => {
  const before = q.sandbox.state.callLog.last;
  expect(accepted(await checkLogGroups(q.queried.reader, REGION, ["/other", "/none"]))).toEqual({
    outside: ["/other", "/none"],
    missing: [],
  });
  expect(q.calls(before)).toEqual([]);
});

test("a link's log groups that are gone and those outside the scope are distinguished, with one call and no query", async () => {
  const before = q.sandbox.state.callLog.last;
  const names = [q.group, "/app/gone", "/other"];
  expect(accepted(await checkLogGroups(q.queried.reader, REGION, names))).toEqual({ outside: ["/other"], missing: ["/app/gone"] });
  expect(q.calls(before)).toEqual(["DescribeLogGroups ok"]);
});
