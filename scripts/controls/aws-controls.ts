import { CONNECTION_CONTROLS } from "./connection-controls.ts";
import { type CodeControl, controlsOf } from "./remove-control.ts";

const AUDIT_FIRST = "audit row";

const calls = [
  ...controlsOf("lib/aws/assume-role.ts", "lib/aws/assume-role.test.ts", [
    ["any status 403 counts as access denied", 'name === "AccessDenied" && status === 403', "status === 403"],
    ["a denied call needs no request ID", "if (denied && requestId !== undefined) return", "if (refused) return"],
    ["a probe that must be denied is retried", "tried < request.maxAttempts &&", "tried < 3 &&"],
  ]),
  ...controlsOf("lib/aws/sent-external-id.ts", "lib/aws/assume-role.test.ts", [
    ["an External ID can have any characters", "!SENDABLE.test(value)) throw", "value.length > 5000) throw", "throws before the network"],
    [
      "an undefined External ID counts as no External ID",
      'if (sent?.kind === "none")',
      'if (sent?.kind !== "id")',
      "throws before the network",
    ],
  ]),
  ...controlsOf("lib/aws/assume-role.ts", "lib/aws/assume-role.test.ts", [
    ["a session of another role is accepted", "if (user.Arn !== expected ||", "if ("],
    ["credentials without a session token are accepted", "!sessionToken || ", ""],
  ]),
  ...controlsOf("lib/aws/role-session.ts", "lib/logs/sessions/open-log-reader.test.ts", [
    [
      "a session has all permissions of the role",
      "actions.map((action) =>",
      'actions.map((action) => action && "*") || actions.map((action) =>',
      "administrator",
    ],
  ]),
  ...controlsOf("lib/aws/role-session.ts", "lib/aws/session-policy.test.ts", [
    ["the session of a probe that must be denied has permissions", '[{ Effect: "Deny"', '[{ Effect: "Allow"'],
  ]),
  ...controlsOf("lib/aws/aws-clients.ts", "lib/aws/aws-clients.test.ts", [
    [
      "the environment can change the STS endpoint",
      "ignoreConfiguredEndpointUrls: true,\n          useGlobalEndpoint",
      "ignoreConfiguredEndpointUrls: false,\n          useGlobalEndpoint",
    ],
    [
      "the environment can change the CloudWatch Logs endpoint",
      "disableHostPrefix: true }),\n          ignoreConfiguredEndpointUrls: true",
      "disableHostPrefix: true }),\n          ignoreConfiguredEndpointUrls: false",
    ],
  ]),
  ...controlsOf("kernel/secret.ts", "lib/aws/assume-role.test.ts", [
    ["credentials can be serialized", 'throw new Error("a secret cannot be serialized");', "return this.#value as never;", "never prints"],
    [
      "credentials can be printed",
      '[inspect.custom](): string {\n    return "[redacted]";',
      "[inspect.custom](): string {\n    return JSON.stringify(this.#value);",
      "never prints",
    ],
  ]),
  ...controlsOf("kernel/env.ts", "kernel/env.test.ts", [
    ["custom endpoints can be on any host", "if (url && !isLoopback(url))", "if (false && url)"],
    ["a process can have the database owner's URL", 'if (source["DATABASE_OWNER_URL"])', "if (false)"],
  ]),
  ...controlsOf("kernel/role-arn.ts", "kernel/role-arn.test.ts", [
    ["a role ARN can have hidden characters", "if (/[^\\x21-\\x7e]/.test(pasted)) return", "if (false) return"],
    ["the partner's own accounts are accepted", "if (ownAccounts.includes(accountId))", "if (false)"],
    ["an ARN of another partition is accepted", "if (partition !== served)", "if (false)"],
  ]),
  ...controlsOf("lib/aws/assume-role.ts", "lib/logs/sessions/secrets-stay-inside.test.ts", [
    ["credentials are logged", 'return {\n    kind: "session",', 'console.log(secretAccessKey);\n  return {\n    kind: "session",'],
  ]),
];

const verdicts = [
  ...controlsOf("lib/verification/engine/judge-run.ts", "lib/verification/engine/judge-run.test.ts", [
    ["one allowed probe that must be denied is ignored", "if (opened.length > 0)", "if (opened.length > 1)"],
    ["a failed canary check is ignored", 'if (run.control === "failed")', "if (false)"],
    ["an inconclusive response counts as denied", "if (unanswered !== undefined)", "if (false && unanswered !== undefined)"],
    ["a recreated role counts as the same role", "run.roleId !== run.roleIdAgain", "false"],
    ["a run can lack probes", "if (!isWhole(run)) return", "if (false) return"],
    ["a session of another account is accepted", 'if (run.identity === "someone-else")', "if (false)"],
  ]),
  ...controlsOf("lib/verification/engine/canary-check.ts", "lib/verification/engine/canary-check.test.ts", [
    ["probes that cannot detect an open role are trusted", 'if (open.kind === "denied") return', "if (false) return"],
  ]),
  ...controlsOf("lib/verification/engine/ask-probe.ts", "lib/logs/sessions/open-role-session.test.ts", [
    [
      "a probe sets a source identity",
      "sessionName: run.sessionName,\n    durationSeconds",
      "sessionName: run.sessionName,\n    sourceIdentity: run.sessionName as never,\n    durationSeconds",
      "a verification sets neither",
    ],
  ]),
  ...controlsOf("lib/verification/engine/plan-probes.ts", "lib/verification/engine/plan-probes.test.ts", [
    ["a wrong External ID is not probed", '["doubled",', '["suffixed",'],
  ]),
  ...controlsOf("lib/connections/checks/open-run.ts", "lib/connections/checks/start-run.test.ts", [
    [
      "AWS is called before the audit event is written",
      'await recordAudit(tx, actor, customerId, "run.started"',
      'if (false) await recordAudit(tx, actor, customerId, "run.started"',
      AUDIT_FIRST,
    ],
  ]),
  ...controlsOf("lib/crypto/seal-role-arn.ts", "lib/crypto/seal-role-arn.test.ts", [
    ["a ciphertext can be decrypted in another customer's row", "place.customerId, ", ""],
    ["a ciphertext can be decrypted in another row", "place.connectionId, ", ""],
    ["a ciphertext can be decrypted in another table", "place.table, ", ""],
    ["a ciphertext can be decrypted with another External ID", "place.externalId, ", ""],
  ]),
];

const reads = [
  ...controlsOf("lib/logs/sessions/open-log-reader.ts", "lib/logs/sessions/open-log-reader.test.ts", [
    ["a read continues after quarantine", 'return now.kind === "opened" &&', 'return now.kind !== "opened" ||', "quarantined"],
    ["logs of any region can be read", "if (!found.regions.includes(region))", "if (false)", "a region that"],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.ts", "lib/logs/groups/list-log-groups.test.ts", [
    [
      "a read also calls AssumeRole without the External ID",
      "await recordRoleSession(actor, { call, connectionId, outcome });",
      `await recordRoleSession(actor, { call, connectionId, outcome });
  const sent = { roleArn: opened.roleArn, sessionName: name, durationSeconds: SESSION_SECONDS, sessionPolicy: policy, maxAttempts: 1 };
  await assumeRole(context.aws, { ...sent, externalId: { kind: "none" } });`,
    ],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.ts", "lib/logs/sessions/open-log-reader.test.ts", [
    ["logs can be read through a recreated role", "outcome.session.roleId === roleId", "true", "recreated with the same ARN"],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.ts", "lib/logs/sessions/open-role-session.test.ts", [
    [
      "a missing response counts as denied source identity",
      'first.outcome.kind !== "denied"',
      'first.outcome.kind === "granted"',
      "after the STS error",
    ],
    [
      "an inconclusive response is remembered",
      'if (answer.kind === "session") refused.add(role)',
      "refused.add(role)",
      "nothing is remembered",
    ],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.ts", "lib/logs/sessions/open-log-reader.test.ts", [
    [
      "a read is not audited",
      'await inTransaction(actor, (tx) =>\n    recordAudit(tx, actor, actor.customerId, "logs.opened"',
      'if (false) await inTransaction(actor, (tx) =>\n    recordAudit(tx, actor, actor.customerId, "logs.opened"',
      AUDIT_FIRST,
    ],
  ]),
  ...controlsOf("lib/logs/log-reader.ts", "lib/logs/sessions/reading-stops.test.ts", [
    ["log groups outside the scope can be read", "query.logGroup.startsWith(prefix) ?", "true ?", "outside the scope"],
  ]),
  ...controlsOf("db/queries/sign-in.ts", "db/queries/batching.test.ts", [
    ["a session belongs to another person", "found.get(session) ??", "found.values().next().value ??"],
  ]),
  ...controlsOf("db/queries/connections-open.ts", "db/queries/batching.test.ts", [
    ["a connection is read with another one's role", "opened.get(id)]", "opened.values().next().value]"],
  ]),
  ...controlsOf("lib/logs/sessions/role-session-cache.ts", "lib/logs/sessions/role-session-cache.test.ts", [
    ["customers share role sessions", "JSON.stringify([key.customerId, ", "JSON.stringify(["],
    ["people share role sessions", ", policy, key.userId]", ", policy]"],
    ["a role session survives a rotation", "key.externalIdId, ", ""],
  ]),
  ...controlsOf("lib/logs/download/download-log-events.ts", "lib/logs/download/download-log-events.test.ts", [
    ["a download continues after quarantine", "if (!(await reader.stillReadable()))", "if (false)", "quarantine during"],
  ]),
  ...controlsOf("kernel/csv.ts", "kernel/csv.test.ts", [
    ["a CSV cell can be a formula", '.replace(FORMULA, "$1\'")', ""],
    ["a formula can begin after a semicolon", "(^|[;\\t\\r\\n])", "(^)"],
    ["a CSV cell can contain control characters", "markControls(text)", "text"],
  ]),
  ...controlsOf("lib/logs/download/download-format.ts", "lib/logs/download/download-format.test.ts", [
    ["a line can contain control characters for the terminal", "markControls(message).trimEnd()", "message"],
    ["a line of JSON can contain control characters for the terminal", "safeJson(message)", "JSON.stringify(message)"],
  ]),
];

const surroundings = [
  ...controlsOf("db/in-transaction.ts", "db/in-transaction.test.ts", [
    ["a customer ID can contain SQL", "[CustomerId.parse(actor.customerId), ", "[actor.customerId, "],
    ["a user ID can contain SQL", "UserId.parse(actor.userId)]", "actor.userId]"],
    ["a pooled connection keeps its customer", "customer}', true)", "customer}', false)"],
    ["a failed transaction is not rolled back", "broken = await rollback(client);", "broken = undefined;"],
  ]),
  ...controlsOf("db/migrations/0038_pinned_paths.sql", "db/attack-tests/role-escalation.test.ts", [
    ["a temporary table of the caller hides a table of the schema", "public, pg_temp'", "public'", "append_audit"],
  ]),
  ...controlsOf("db/pools.ts", "lib/audit/open-database.test.ts", [
    ["a database role with too many rights is used", "if (sentences.length > 0) {", "if (sentences.length > 99) {"],
  ]),
  ...controlsOf("lib/audit/write-checkpoints.ts", "lib/audit/audit-checkpoints.test.ts", [
    ["checkpoints follow redirects", 'redirect: "error"', 'redirect: "follow"', "redirects are not followed"],
  ]),
  ...controlsOf("lib/aws/aws-settings.ts", "lib/aws/aws-settings.test.ts", [
    ["an unknown region is accepted", "if (partition === undefined) return", "if (false) return"],
    ["an endpoint can point to any host", "if (remote !== undefined)", "if (false)"],
  ]),
  ...controlsOf("lib/aws/aws-clients.ts", "lib/aws/aws-clients.test.ts", [
    ["calls to STS have no timeout", "handler(5000)", "handler(0)"],
    ["calls to CloudWatch Logs have no timeout", "handler(15_000)", "handler(0)"],
  ]),
  ...controlsOf("lib/aws/role-session.ts", "lib/aws/session-policy.test.ts", [
    ["a session name can be computed without the key", "key.reveal()", '"k"'],
    ["two people can have the same session name", "Buffer.byteLength(part)}:", "part.slice(0, 0)}"],
  ]),
  ...controlsOf("lib/role-setup/ways/role-settings.ts", "lib/role-setup/ways/role-name-suffix.test.ts", [
    ["a role name can be guessed", "key.reveal()", '"fixed"'],
  ]),
  ...controlsOf("lib/role-setup/shared/template-parameters.ts", "lib/role-setup/template/role-template.test.ts", [
    ["the template accepts any External ID", "AllowedPattern: EXTERNAL_ID_PATTERN,", 'AllowedPattern: ".*",'],
  ]),
  ...controlsOf("deploy/partner-account.json", "scripts/deploy-stacks.test.ts", [
    ["the partner's role is deleted with its stack", '"DeletionPolicy": "Retain"', '"DeletionPolicy": "Delete"'],
    [
      "the partner's role can assume roles in the partner's own account",
      '"Effect": "Deny",\n                  "Action": "sts:AssumeRole",\n                  "NotResource"',
      '"Effect": "Allow",\n                  "Action": "sts:AssumeRole",\n                  "NotResource"',
    ],
  ]),
  ...controlsOf("scripts/cli/template-location.ts", "scripts/cli/template-location.test.ts", [
    ["the template can be loaded over HTTP", 'if (url.protocol !== "https:")', "if (false)"],
  ]),
  ...controlsOf("components/logs/text/visible-text.ts", "components/logs/text/visible-text.test.ts", [
    ["text can contain bidirectional control characters", "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "[\\p{Cc}]"],
  ]),
  ...controlsOf("components/logs/events/event-row.tsx", "components/logs/events/event-row.test.ts", [
    ["a log stream name can contain control characters", "visibleText(event.stream, true)", "event.stream"],
  ]),
  ...controlsOf("lib/email/email-template.ts", "lib/email/email-template.test.ts", [
    ["a name in an email can contain HTML", "escaped(paragraph)}</p>", "paragraph}</p>"],
  ]),
];

export const AWS_CONTROLS: readonly CodeControl[] = [...calls, ...verdicts, ...reads, ...CONNECTION_CONTROLS, ...surroundings];
