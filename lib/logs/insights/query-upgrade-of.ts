import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import { rolePermissions } from "#lib/role-setup/template/role-permissions.ts";
import type { QueryUpgradeView } from "./shared/query-upgrade.ts";

/** How to add queries to the role of a connection with the log access Browse; null before it has a role. */
export function queryUpgradeOf({ connection, choices, link, mayAct }: ConnectView, stackUrl: string): QueryUpgradeView | null {
  const { id, name, accountId, logGroupPrefix } = connection;
  if (accountId === null) return null;
  const scope = { partition: link.partition, accountId, logGroupPrefix };
  return {
    ...{ connectionId: id, connectionName: name, accountId, mayAct, choices, stackUrl },
    policy: policyLines(rolePermissions({ ...scope, logAccess: "Query" }), rolePermissions({ ...scope, logAccess: "Browse" })),
  };
}

type Policy = ReturnType<typeof rolePermissions>;

/** A policy as lines. A statement that the policy before lacks is marked as added. */
function policyLines(policy: Policy, before: Policy): QueryUpgradeView["policy"] {
  const known = new Set(before.Statement.map(({ Sid }) => Sid));
  const last = policy.Statement.length - 1;
  const line = (text: string) => ({ text, added: false });
  return [
    line("{"),
    line(`  "Version": "${policy.Version}",`),
    line('  "Statement": ['),
    ...policy.Statement.flatMap((statement, n) =>
      statementLines(statement, n === last).map((text) => ({ text: `    ${text}`, added: !known.has(statement.Sid) })),
    ),
    line("  ]"),
    line("}"),
  ];
}

/** One line for each part of a statement, so that the added ones are in sight. */
function statementLines({ Sid, Effect, Action, Resource }: Policy["Statement"][number], last: boolean): readonly string[] {
  const list = (values: unknown) => JSON.stringify(values).replaceAll('","', '", "');
  return [
    `{ "Sid": ${list(Sid)}, "Effect": ${list(Effect)},`,
    `  "Action": ${list(Action)},`,
    `  "Resource": ${list(Resource)} }${last ? "" : ","}`,
  ];
}
