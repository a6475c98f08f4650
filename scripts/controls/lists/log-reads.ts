import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** Reading logs and downloading them. */
export const LOG_READ_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/logs/sessions/open-log-reader.test.ts", [
    [
      "a read continues after quarantine",
      "openLogReader",
      'ReturnStatement > LogicalExpression:has([value="opened"])',
      becomes("true"),
      "quarantined",
    ],
    ["logs of any region can be read", "openLogReader", 'IfStatement > .test:has([name="regions"])', NEVER, "a region that"],
    [
      "logs can be read through a recreated role",
      "openRoleSession > sessionOf",
      'IfStatement > .test:has([name="session"])',
      ALWAYS,
      "recreated with the same ARN",
    ],
    ["a read is not audited", "announceRoleSession", 'ExpressionStatement:has([name="inTransaction"])', "remove", "audit row"],
  ]),
  ...controlsOf("lib/logs/groups/list-log-groups.test.ts", [
    [
      "a read also calls AssumeRole without the External ID",
      "openRoleSession > ask",
      'CallExpression > .callee[name="assumeRole"]',
      becomes('(async (clients, sent) => { await $(clients, { ...sent, externalId: { kind: "none" } }); return $(clients, sent); })'),
    ],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.test.ts", [
    [
      "a missing response counts as denied source identity",
      "openRoleSession",
      'BinaryExpression:has([value="denied"])',
      becomes('first.outcome.kind === "allowed"'),
      "after the STS error",
    ],
    [
      "an inconclusive response is remembered",
      "openRoleSession",
      'IfStatement > .test:has([value="session"])',
      ALWAYS,
      "nothing is remembered",
    ],
  ]),
  ...controlsOf("lib/logs/sessions/reading-stops.test.ts", [
    [
      "log groups outside the scope can be read",
      "logsInScope",
      'CallExpression[callee.property.name="startsWith"]',
      becomes("true"),
      "outside the scope",
    ],
  ]),
  ...controlsOf("db/queries/batching.test.ts", [
    [
      "a session belongs to another person",
      "findInBatch",
      'CallExpression[callee.property.name="get"]',
      becomes("found.values().next().value"),
    ],
    [
      "a connection is read with another one's role",
      "openInBatch",
      'CallExpression[callee.property.name="get"]',
      becomes("opened.values().next().value"),
    ],
  ]),
  ...controlsOf("lib/logs/sessions/role-session-cache.test.ts", [
    ["customers share role sessions", "createRoleSessionCache > nameOf", 'MemberExpression[property.name="customerId"]', "remove"],
    ["people share role sessions", "createRoleSessionCache > nameOf", 'MemberExpression[property.name="userId"]', "remove"],
    ["a role session survives a rotation", "createRoleSessionCache > nameOf", 'MemberExpression[property.name="externalIdId"]', "remove"],
  ]),
  ...controlsOf("lib/logs/download/download-log-events.test.ts", [
    ["a download continues after quarantine", "allPieces", 'IfStatement > .test:has([name="stillReadable"])', NEVER, "quarantine during"],
  ]),
  ...controlsOf("kernel/text/csv.test.ts", [
    ["a CSV cell can be a formula", "csvCell", 'CallExpression:has(> [name="FORMULA"])', "receiver"],
    ["a formula can begin after a semicolon", "csvRow > FORMULA", "RegExpLiteral", becomes('/(^)(?="*[=+\\-@＝＋－＠])/g')],
    ["a CSV cell can contain control characters", "csvCell", 'CallExpression[callee.name="markControls"]', "argument"],
  ]),
  ...controlsOf("lib/logs/download/download-format.test.ts", [
    [
      "a line can contain control characters for the terminal",
      "eventWriter",
      'CallExpression[callee.property.name="trimEnd"] CallExpression[callee.name="markControls"]',
      "argument",
    ],
    [
      "a line of JSON can contain control characters for the terminal",
      "ndjsonEvent",
      'TemplateLiteral > CallExpression[callee.name="safeJson"] > .callee',
      becomes("JSON.stringify"),
    ],
  ]),
];
