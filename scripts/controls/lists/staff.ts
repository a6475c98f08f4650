import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** The lists of staff, their exports, and the verification of an audit chain. */
export const STAFF_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/guards/entry-points.test.ts", [
    [
      "the support role can verify an audit chain",
      "app/(staff)/admin/actions.ts",
      '[value="verify-chain"] + ArrayExpression > [value="operator"]',
      becomes('"support", $'),
    ],
  ]),
  ...controlsOf("lib/request/guards/entry-points.test.ts", [
    [
      "the support role can resolve alerts",
      "app/(staff)/admin/alerts/actions.ts",
      '[value="resolve-alert"] + ArrayExpression > [value="operator"]',
      becomes('"support", $'),
    ],
    [
      "the support role can snooze alerts",
      "app/(staff)/admin/alerts/actions.ts",
      '[value="snooze-alert"] + ArrayExpression > [value="operator"]',
      becomes('"support", $'),
    ],
  ]),
  ...controlsOf("lib/staff/alerts/alerts.test.ts", [
    [
      "newer alerts hide a critical one from the numbers",
      "openAlerts",
      'VariableDeclarator[id.name="counts"] > .init',
      becomes("(await staffAlertCounts(tx, actor, NO_FILTER)).slice(-1)"),
      "critical alert comes first",
    ],
  ]),
  ...controlsOf("lib/email/mail-alert.test.ts", [
    ["an email about no open alert is sent", "mailAlert", "IfStatement > .test", NEVER, "resolved meanwhile"],
  ]),
  ...controlsOf("lib/request/streams/staff-stream.test.ts", [
    [
      "anybody can export the lists of staff",
      "staffStream",
      'IfStatement:has(ReturnStatement > [name="actor"]) > .test',
      NEVER,
      "a customer gets",
    ],
    ["an export continues after the person left the staff", "isStillStaff", "ReturnStatement > LogicalExpression", ALWAYS],
    [
      "exports at the same time are not limited",
      "staffStream",
      'IfStatement:has(ReturnStatement > [name="slot"]) > .test',
      NEVER,
      "two exports",
    ],
  ]),
  ...controlsOf("lib/staff/lists/export-list.test.ts", [
    ["an export is not audited", "exportList", 'ExpressionStatement:has([name="recordAudit"])', "remove", "audited"],
    ["an export has no end", "exportedPieces", 'CallExpression[callee.property.name="slice"]', "receiver", "full"],
  ]),
  ...controlsOf("lib/staff/lists/paging.test.ts", [
    ["a made-up cursor reaches the database", "startOf", 'IfStatement > .test:has([name="isPlaceOf"])', NEVER, "made-up cursor"],
  ]),
  ...controlsOf("lib/staff/shared/list-query.test.ts", [
    ["unknown values of a filter reach the database", "readListQuery", 'VariableDeclarator[id.name="known"] > .init', "receiver"],
  ]),
  ...controlsOf("lib/staff/verify-chain.test.ts", [
    ["a verification of a chain has no end", "verifyOneChain", "WhileStatement > .test", becomes("true"), "longer than one"],
    [
      "the end of a chain is not compared with its head",
      "verifyOneChain",
      'ConditionalExpression > .test:has([name="isHeadOf"])',
      becomes("true"),
      "missing end",
    ],
  ]),
];
