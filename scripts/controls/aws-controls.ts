import { type CodeControl, controlsOf } from "./remove-control.ts";

const AUDIT_FIRST = "audit row";

const calls = [
  ...controlsOf("lib/aws/assume-role.ts", "lib/aws/assume-role.test.ts", [
    ["any 403 is a refusal", 'name === "AccessDenied" && status === 403', "status === 403"],
    ["a refusal needs no request id", "if (denied && requestId !== undefined) return", "if (refused) return"],
    ["a probe that must be refused is tried again", "tried < request.maxAttempts &&", "tried < 3 &&"],
  ]),
  ...controlsOf("lib/aws/sent-external-id.ts", "lib/aws/assume-role.test.ts", [
    ["an ID may be anything", "!SENDABLE.test(value)) throw", "value.length > 5000) throw", "throws before the network"],
    ["a missing ID is none", 'if (sent?.kind === "none")', 'if (sent?.kind !== "id")', "throws before the network"],
  ]),
  ...controlsOf("lib/aws/read-assume-role-reply.ts", "lib/aws/assume-role.test.ts", [
    ["a session may be another role's", "if (user.Arn !== expected ||", "if ("],
    ["half credentials are credentials", "!sessionToken || ", ""],
  ]),
  ...controlsOf("lib/aws/session-policy.ts", "lib/logs/sessions/open-log-reader.test.ts", [
    [
      "a session may do what the role may",
      "actions.map((action) =>",
      'actions.map((action) => action && "*") || actions.map((action) =>',
      "administrator",
    ],
  ]),
  ...controlsOf("lib/aws/session-policy.ts", "lib/aws/session-policy.test.ts", [
    ["a session that should never be may act", '[{ Effect: "Deny"', '[{ Effect: "Allow"'],
  ]),
  ...controlsOf("lib/aws/aws-clients.ts", "lib/aws/aws-clients.test.ts", [
    [
      "the environment names another STS",
      "ignoreConfiguredEndpointUrls: true,\n          useGlobalEndpoint",
      "ignoreConfiguredEndpointUrls: false,\n          useGlobalEndpoint",
    ],
    [
      "the environment names another CloudWatch Logs",
      "disableHostPrefix: true }),\n          ignoreConfiguredEndpointUrls: true",
      "disableHostPrefix: true }),\n          ignoreConfiguredEndpointUrls: false",
    ],
  ]),
  ...controlsOf("kernel/secret.ts", "lib/aws/assume-role.test.ts", [
    ["credentials are serialised", 'throw new Error("a secret cannot be serialized");', "return this.#value as never;", "never prints"],
    [
      "credentials are printed",
      '[inspect.custom](): string {\n    return "[redacted]";',
      "[inspect.custom](): string {\n    return JSON.stringify(this.#value);",
      "never prints",
    ],
  ]),
  ...controlsOf("kernel/env.ts", "kernel/env.test.ts", [
    ["endpoints may be anywhere", "if (url && !isLoopback(url))", "if (false && url)"],
    ["a process may hold the owner's URL", 'if (source["DATABASE_OWNER_URL"])', "if (false)"],
  ]),
  ...controlsOf("kernel/role-arn.ts", "kernel/role-arn.test.ts", [
    ["hidden characters pass", "if (/[^\\x21-\\x7e]/.test(pasted)) return", "if (false) return"],
    ["our own accounts are customers'", "if (ownAccounts.includes(accountId))", "if (false)"],
    ["another partition passes", "if (partition !== served)", "if (false)"],
  ]),
  ...controlsOf("lib/aws/read-assume-role-reply.ts", "lib/logs/sessions/secrets-stay-inside.test.ts", [
    ["credentials are logged", 'return {\n    kind: "session",', 'console.log(secretAccessKey);\n  return {\n    kind: "session",'],
  ]),
];

const verdicts = [
  ...controlsOf("lib/verification/engine/judge-run.ts", "lib/verification/engine/judge-run.test.ts", [
    ["a granted negative is overlooked", "if (opened.length > 0)", "if (opened.length > 1)"],
    ["a failed control does not matter", 'if (run.control === "failed")', "if (false)"],
    ["an answer that proves nothing is a refusal", "if (unanswered !== undefined)", "if (false && unanswered !== undefined)"],
    ["a role made anew is the same", "run.roleId !== run.roleIdAgain", "false"],
    ["a run need not be whole", "if (!isWhole(run)) return", "if (false) return"],
    ["whose session it is does not matter", 'if (run.identity === "someone-else")', "if (false)"],
  ]),
  ...controlsOf("lib/verification/engine/canary-check.ts", "lib/verification/engine/canary-check.test.ts", [
    ["blind probes pass", 'if (open.kind === "denied") return', "if (false) return"],
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
    ["a wrong ID is left out", '["doubled",', '["suffixed",'],
  ]),
  ...controlsOf("lib/connections/checks/open-run.ts", "lib/connections/checks/start-run.test.ts", [
    [
      "AWS is asked before the audit is written",
      'await recordAudit(tx, actor, customerId, "run.started"',
      'if (false) await recordAudit(tx, actor, customerId, "run.started"',
      AUDIT_FIRST,
    ],
  ]),
  ...controlsOf("lib/crypto/seal-role-arn.ts", "lib/crypto/seal-role-arn.test.ts", [
    ["a ciphertext opens in another customer's row", "place.customerId, ", ""],
    ["a ciphertext opens in another row", "place.connectionId, ", ""],
    ["a ciphertext opens in another table", "place.table, ", ""],
    ["a ciphertext opens under another External ID", "place.externalId, ", ""],
  ]),
];

const reads = [
  ...controlsOf("lib/logs/sessions/open-log-reader.ts", "lib/logs/sessions/open-log-reader.test.ts", [
    ["a reading that began goes on after quarantine", 'return now.kind === "opened" &&', 'return now.kind !== "opened" ||', "quarantined"],
    ["any region is read", "if (!found.regions.includes(region))", "if (false)", "a region that"],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.ts", "lib/logs/groups/list-log-groups.test.ts", [
    [
      "a read is tried without the External ID as well",
      "await recordRoleSession(actor, { call, connectionId, outcome });",
      `await recordRoleSession(actor, { call, connectionId, outcome });
  const sent = { roleArn: opened.roleArn, sessionName: name, durationSeconds: SESSION_SECONDS, sessionPolicy: policy, maxAttempts: 1 };
  await assumeRole(deployment.aws, { ...sent, externalId: { kind: "none" } });`,
    ],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.ts", "lib/logs/sessions/open-log-reader.test.ts", [
    ["a role made anew is read", "outcome.session.roleId === roleId", "true", "role made anew"],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.ts", "lib/logs/sessions/open-role-session.test.ts", [
    [
      "no answer counts as a refusal of the source identity",
      'first.outcome.kind !== "denied"',
      'first.outcome.kind === "granted"',
      "STS that answers",
    ],
    ["what proves nothing is learned", 'if (answer.kind === "session") refused.add(role)', "refused.add(role)", "nothing is learned"],
  ]),
  ...controlsOf("lib/logs/sessions/record-role-session.ts", "lib/logs/sessions/open-log-reader.test.ts", [
    [
      "a read leaves no audit row",
      'await inTransaction(actor, (tx) =>\n    recordAudit(tx, actor, actor.customerId, "logs.opened"',
      'if (false) await inTransaction(actor, (tx) =>\n    recordAudit(tx, actor, actor.customerId, "logs.opened"',
      AUDIT_FIRST,
    ],
  ]),
  ...controlsOf("lib/logs/log-reader.ts", "lib/logs/sessions/reading-stops.test.ts", [
    ["groups outside the scope are read", "query.logGroup.startsWith(prefix) ?", "true ?", "outside the scope"],
  ]),
  ...controlsOf("db/queries/sign-in.ts", "db/queries/batching.test.ts", [
    ["a session is another person's", "found.get(session) ??", "found.values().next().value ??"],
  ]),
  ...controlsOf("db/queries/connections-open.ts", "db/queries/batching.test.ts", [
    ["a connection is read with another one's role", "opened.get(id)]", "opened.values().next().value]"],
  ]),
  ...controlsOf("lib/logs/sessions/role-session-cache.ts", "lib/logs/sessions/role-session-cache.test.ts", [
    ["sessions are shared by customers", "JSON.stringify([key.customerId, ", "JSON.stringify(["],
    ["sessions are shared by people", ", policy, key.userId]", ", policy]"],
    ["a session outlives a rotation", "key.externalIdId, ", ""],
  ]),
  ...controlsOf("lib/logs/download/download-log-events.ts", "lib/logs/download/download-log-events.test.ts", [
    ["a download goes on after quarantine", "if (!(await reader.stillReadable()))", "if (false)", "quarantined"],
  ]),
  ...controlsOf("kernel/csv.ts", "kernel/csv.test.ts", [
    ["a cell is a formula", '.replace(FORMULA, "$1\'")', ""],
    ["a formula begins after a semicolon", "(^|[;\\t\\r\\n])", "(^)"],
    ["a cell acts on whoever looks at it", "markControls(text)", "text"],
  ]),
  ...controlsOf("lib/logs/download/download-format.ts", "lib/logs/download/download-format.test.ts", [
    ["a line acts on the terminal", "markControls(message).trimEnd()", "message"],
    ["a line of JSON acts on the terminal", "safeJson(message)", "JSON.stringify(message)"],
  ]),
];

const alarms = [
  ...controlsOf("lib/connections/checks/start-run.ts", "lib/connections/schedule/due-connections.test.ts", [
    ["a run probes an ARN that was put in", "if (!isSameArn(env.arnIndexKey, arn, opened.arn_hmac))", "if (false)", "this very connection"],
  ]),
  ...controlsOf("lib/connections/reading/open-connection-for-read.ts", "lib/connections/schedule/due-connections.test.ts", [
    ["a read uses an ARN that was put in", "if (!isSameArn(env.arnIndexKey, roleArn, row.arn_hmac))", "if (false)", "this very connection"],
  ]),
  ...controlsOf("lib/connections/checks/apply-decision.ts", "lib/connections/checks/start-run.test.ts", [
    [
      "nobody hears of an account that is connected twice",
      "if (await isAccountConnectedElsewhere(tx, customerId, finished.accountId))",
      "if (false)",
      "another customer has connected",
    ],
  ]),
  ...controlsOf("lib/connections/checks/submit-role-arn.ts", "lib/connections/checks/submit-role-arn.test.ts", [
    [
      "nobody hears of a role of ours that is tried",
      'await raiseAlert(tx, "own-account-submitted"',
      'if (false) await raiseAlert(tx, "own-account-submitted"',
      "alert",
    ],
  ]),
  ...controlsOf("lib/connections/checks/partner-credentials.ts", "lib/connections/checks/partner-credentials.test.ts", [
    ["runs go on although AWS refuses us", "if (credentialsRejected(seen))", "if (false)"],
  ]),
];

const surroundings = [
  ...controlsOf("db/in-transaction.ts", "db/in-transaction.test.ts", [
    ["a customer's id may be SQL", "[CustomerId.parse(actor.customerId), ", "[actor.customerId, "],
    ["a person's id may be SQL", "UserId.parse(actor.userId)]", "actor.userId]"],
    ["a pooled connection remembers its customer", "customer}', true)", "customer}', false)"],
    ["what failed is not rolled back", "broken = await rollback(client);", "broken = undefined;"],
  ]),
  ...controlsOf("db/migrations/0038_pinned_paths.sql", "db/attack-tests/role-escalation.test.ts", [
    ["a caller's temporary table hides ours", "public, pg_temp'", "public'", "append_audit"],
  ]),
  ...controlsOf("db/pools.ts", "lib/audit/open-database.test.ts", [
    ["an unsafe role is used", "if (sentences.length > 0) {", "if (sentences.length > 99) {"],
  ]),
  ...controlsOf("lib/audit/write-checkpoints.ts", "lib/audit/audit-checkpoints.test.ts", [
    ["checkpoints go wherever their address sends them", 'redirect: "error"', 'redirect: "follow"', "nowhere else"],
  ]),
  ...controlsOf("lib/aws/aws-settings.ts", "lib/aws/aws-settings.test.ts", [
    ["a region need not be one of AWS", "if (partition === undefined) return", "if (false) return"],
    ["an endpoint may lead anywhere", "if (remote !== undefined)", "if (false)"],
  ]),
  ...controlsOf("lib/aws/aws-clients.ts", "lib/aws/aws-clients.test.ts", [
    ["STS is waited for without end", "handler(5000)", "handler(0)"],
    ["CloudWatch Logs is waited for without end", "handler(15_000)", "handler(0)"],
  ]),
  ...controlsOf("lib/aws/session-name.ts", "lib/aws/session-policy.test.ts", [
    ["a session's name can be worked out", "key.reveal()", '"k"'],
    ["two people share a session's name", "Buffer.byteLength(part)}:", "part.slice(0, 0)}"],
  ]),
  ...controlsOf("lib/role-setup/ways/role-settings.ts", "lib/role-setup/ways/role-name-suffix.test.ts", [
    ["a role's name can be guessed", "key.reveal()", '"fixed"'],
  ]),
  ...controlsOf("lib/role-setup/shared/template-parameters.ts", "lib/role-setup/template/role-template.test.ts", [
    ["the template takes any ID", "AllowedPattern: EXTERNAL_ID_PATTERN,", 'AllowedPattern: ".*",'],
  ]),
  ...controlsOf("deploy/partner-account.json", "scripts/deploy-stacks.test.ts", [
    ["the partner's role goes with its stack", '"DeletionPolicy": "Retain"', '"DeletionPolicy": "Delete"'],
    [
      "the partner's role opens the partner's own account",
      '"Effect": "Deny",\n                  "Action": "sts:AssumeRole",\n                  "NotResource"',
      '"Effect": "Allow",\n                  "Action": "sts:AssumeRole",\n                  "NotResource"',
    ],
  ]),
  ...controlsOf("scripts/cli/template-location.ts", "scripts/cli/template-location.test.ts", [
    ["the template may come over http", 'if (url.protocol !== "https:")', "if (false)"],
  ]),
  ...controlsOf("components/logs/events/visible-text.ts", "components/logs/events/visible-text.test.ts", [
    ["text may run backwards", "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "[\\p{Cc}]"],
  ]),
  ...controlsOf("components/logs/events/event-row.tsx", "components/logs/events/event-row.test.ts", [
    ["a stream's name acts on its reader", "visibleText(event.stream, true)", "event.stream"],
  ]),
  ...controlsOf("lib/email/email-template.ts", "lib/email/email-template.test.ts", [
    ["a name in a mail is markup", "escaped(paragraph)}</p>", "paragraph}</p>"],
  ]),
];

export const AWS_CONTROLS: readonly CodeControl[] = [...calls, ...verdicts, ...reads, ...alarms, ...surroundings];
