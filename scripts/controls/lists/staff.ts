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
