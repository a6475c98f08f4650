import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER, type SqlControl } from "#scripts/controls/code-control.ts";

/** The lists of staff, their exports, and the verification of an audit chain. */
export const STAFF_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/guards/entry-points.test.ts", [
    [
      "the support role can verify an audit chain",
      "app/(staff)/admin/actions.ts",
      '[value="verify-chain"] + ArrayExpression > [value="operator"]',
      becomes('"support", $'),
    ],
    ...["draft-action", "start-action", "stop-action"].map(
      (name) =>
        [
          `the support role has ${name}`,
          "app/(staff)/admin/actions/actions.ts",
          `[value="${name}"] + ArrayExpression > [value="operator"]`,
          becomes('"support", $'),
        ] as const,
    ),
    [
      "the support role can change the tags of a customer",
      "app/(staff)/admin/customers/[id]/actions.ts",
      '[value="change-tags"] + ArrayExpression > [value="operator"]',
      becomes('"support", $'),
    ],
    [
      "the support role can send an invitation again",
      "app/(staff)/admin/customers/[id]/actions.ts",
      '[value="resend-invitation"] + ArrayExpression > [value="operator"]',
      becomes('"support", $'),
    ],
  ]),
  ...controlsOf("lib/staff/customer-page/customer-page.test.ts", [
    ["a made-up cursor of a timeline reaches the database", "isTimelinePlace", "IfStatement > .test", NEVER, "a cursor that"],
    [
      "a verification that the portal did not write counts for staff",
      "fleetRunOf",
      'VariableDeclarator[id.name="isAuthentic"] > .init',
      becomes("true"),
      "did not write",
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
    [
      "an export has no end",
      "exportedPieces",
      'CallExpression[callee.property.name="slice"][callee.object.property.name="rows"]',
      "receiver",
      "full",
    ],
  ]),
  ...controlsOf("lib/staff/lists/paging.test.ts", [
    ["a made-up cursor reaches the database", "startOf", 'IfStatement > .test:has([name="isPlaceOf"])', NEVER, "made-up cursor"],
  ]),
  ...controlsOf("lib/staff/lists/saved-views.test.ts", [
    [
      "unknown parts of an address are saved in a view",
      "viewRefusal > saveView",
      'VariableDeclarator[id.name="params"] > .init',
      becomes("input.params"),
    ],
  ]),
  ...controlsOf("lib/staff/lists/people-and-runs.test.ts", [
    [
      "a verification that the portal did not write counts in the list of verifications",
      "fleetRunsOf",
      'CallExpression[callee.name="fleetRunOf"]',
      becomes("row"),
      "did not write",
    ],
  ]),
  ...controlsOf("lib/lists/shared/list-query.test.ts", [
    ["a link puts words on the page of a list", "explainRefusal", "IfStatement > .test", NEVER, "put words"],
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

const ACTIONS_TEST = "lib/staff/actions/actions.test.ts";
const WORK_TEST = "lib/staff/actions/work-actions.test.ts";

/** Actions of staff on many connections or customers. */
export const ACTION_CONTROLS: readonly SqlControl[] = [
  {
    title: "an action does what was right when it was previewed",
    sql: "  w := skipped_because(a, i.customer_id, i.connection_id);",
    becomes: "  w := null;",
    test: WORK_TEST,
    only: "when its turn comes",
  },
  {
    title: "an action continues in the name of somebody who is no longer staff",
    sql: "  perform assert_staff(a.made_by, '{operator,admin}');",
    becomes: "",
    test: "db/attack-tests/attacks.test.ts",
  },
  {
    title: "a colleague starts a draft",
    sql: "where id = act and made_by = who and started_at is null",
    becomes: "where id = act and started_at is null",
    test: ACTIONS_TEST,
    only: "a colleague",
  },
  { title: "a person starts any number of actions", sql: ">= 5 then", becomes: ">= 5000 then", test: ACTIONS_TEST, only: "at most five" },
  { title: "all verifications of an action run at once", sql: "busy < 15", becomes: "busy < 1500", test: WORK_TEST, only: "at most 15" },
  {
    title: "Stop ends what is in progress",
    sql: "where action_id = act and state = 'waiting'",
    becomes: "where action_id = act",
    test: WORK_TEST,
    only: "Stop ends only",
  },
];
