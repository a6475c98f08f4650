import { expect, test } from "vitest";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import { crossConnectionOf } from "./cross-connection-of.ts";

const connection: ConnectionView = {
  id: "c",
  name: "Production",
  status: "connected",
  suspended: false,
  note: "",
  cannotReadLogs: false,
  claimEnded: false,
  accountId: "222222222222",
  regions: ["eu-central-1"],
  logAccess: "query",
  logGroupPrefix: "/app/",
  verifiedAt: 1,
  nextCheckAt: null,
  createdAt: 0,
};
const leftOut = (change: Partial<ConnectionView>) => crossConnectionOf({ ...connection, ...change })?.leftOut;

test.each([
  [{ status: "quarantined" }, "Quarantined", "/connections/c"],
  [{ status: "access_denied" }, "Access denied", "/connections/c"],
  [{ status: "disabled", suspended: true }, "Disabled", "/connections/c"],
  [{ status: "verifying" }, "Verifying", "/connections/c"],
  [{ logAccess: "browse" }, "Its log access is Browse, which doesn’t allow queries", "/connections/c/query"],
] as const)("a connection with %j stays in the list with the reason why no query can read it", (change, why, href) => {
  expect(leftOut(change)).toEqual({ why, href, next: expect.any(String) });
});

test("a connection that never had a role is not in the list", () => {
  expect(crossConnectionOf({ ...connection, status: "draft", accountId: null })).toBeNull();
});

test("a connection with queries can be read, also when its verification has expired: the first read verifies it again", () => {
  expect([leftOut({}), leftOut({ status: "expired" }), leftOut({ logAccess: "live-tail" })]).toEqual([null, null, null]);
});
