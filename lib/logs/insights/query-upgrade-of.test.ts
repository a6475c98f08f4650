import { expect, test } from "vitest";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import { rolePermissions } from "#lib/role-setup/template/role-permissions.ts";
import { queryUpgradeOf } from "./query-upgrade-of.ts";

const scope = { partition: "aws", accountId: "222222222222", logGroupPrefix: "/app/" };
const view = (accountId: string | null) =>
  ({
    connection: { id: "c", name: "Production", accountId, logGroupPrefix: "/app/" },
    choices: { logAccess: "browse" },
    link: { partition: "aws" },
    mayAct: false,
  }) as ConnectView;

test("a connection without a role has nothing to upgrade", () => {
  expect(queryUpgradeOf(view(null), "https://console")).toBeNull();
});

test("the policy is the one that the template writes for queries; without the marked lines it is the one for browsing", () => {
  const upgrade = queryUpgradeOf(view("222222222222"), "https://console");
  const text = (lines: readonly { readonly text: string }[] = []) => lines.map((line) => line.text).join("\n");
  expect(JSON.parse(text(upgrade?.policy))).toEqual(rolePermissions({ ...scope, logAccess: "Query" }));
  const kept = text(upgrade?.policy.filter(({ added }) => !added)).replace(/,\n {2}\]/, "\n  ]");
  expect(JSON.parse(kept)).toEqual(rolePermissions({ ...scope, logAccess: "Browse" }));
});

test("unmask is in no line", () => {
  expect(JSON.stringify(queryUpgradeOf(view("222222222222"), "https://console"))).not.toMatch(/unmask/i);
});
