import { expect, test } from "vitest";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import { filterConnections } from "./filter-connections.ts";

const connection = (name: string, more: Partial<ConnectionView>): ConnectionView => ({
  id: name,
  name,
  status: "connected",
  note: "",
  suspended: false,
  cannotReadLogs: false,
  accountId: "222222222222",
  regions: ["eu-central-1"],
  logAccess: "browse",
  logGroupPrefix: "/",
  verifiedAt: 0,
  nextCheckAt: null,
  createdAt: 0,
  ...more,
});

const all = [
  connection("b-well", {}),
  connection("a-well", {}),
  connection("unreadable", { cannotReadLogs: true }),
  connection("gone", { status: "removed" }),
  connection("open", { status: "quarantined", accountId: "481200937561" }),
  connection("new", { status: "verifying" }),
];

const names = (...args: Parameters<typeof filterConnections>) => filterConnections(...args).map(({ name }) => name);

test("removed connections are shown only in their own segment", () => {
  expect(names(all, "all", "")).not.toContain("gone");
  expect(names(all, "removed", "")).toEqual(["gone"]);
});

test("the worst status is first, and a role that can't read logs is before those without problems", () => {
  expect(names(all, "all", "")).toEqual(["open", "unreadable", "new", "a-well", "b-well"]);
});

test("a role that can't read logs needs attention and does not count as connected", () => {
  expect(names(all, "attention", "")).toEqual(["open", "unreadable"]);
  expect(names(all, "connected", "")).toEqual(["a-well", "b-well"]);
});

test("an account ID finds its connection", () => {
  expect(names(all, "all", " 4812")).toEqual(["open"]);
});
