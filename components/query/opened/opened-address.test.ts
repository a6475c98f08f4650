import { expect, test } from "vitest";
import type { StoredQueryView } from "#lib/logs/insights/shared/query-view.ts";
import { openedAddress } from "./opened-address.ts";

const query: StoredQueryView = {
  ...{ queryId: "q", connectionId: "c", region: "eu-west-1", logGroups: ["/app/a"], from: 5, to: 9, text: "limit 1", state: "complete" },
  ...{ startedAt: 1, durationMs: 1, scannedBytes: 0, scannedRecords: 0, matchedRecords: 0, hasResult: true, stoppable: true },
};
const regions = ["eu-central-1", "eu-west-1"];

test("a link to nothing, or without a result, shows nothing of a query", () => {
  expect(openedAddress({ kind: "none" }, {}, regions)).toBeNull();
  expect(openedAddress({ kind: "absent" }, {}, regions)).toBeNull();
});

test("a link to a result shows the text and the log groups of the query that AWS ran, whatever else the link says", () => {
  const words = { query: "fields other", groups: "/app/b", region: "eu-central-1" };
  expect(openedAddress({ kind: "kept", query }, words, regions)).toEqual({
    ...{ region: "eu-west-1", groups: ["/app/a"], text: "limit 1", range: { kind: "between", from: 5, to: 9 } },
  });
});

test("the range of the link stays, so that a tab that is loaded again runs over the newest events", () => {
  expect(openedAddress({ kind: "expired", query }, { range: "60m" }, regions)?.range).toMatchObject({ kind: "last" });
});

test("a Region that the connection no longer has becomes its first one", () => {
  expect(openedAddress({ kind: "kept", query }, {}, ["eu-central-1"])?.region).toBe("eu-central-1");
});
