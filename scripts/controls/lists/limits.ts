import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** What one requester can cost a web process: calls a minute, and rows of a list. */
export const LIMIT_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/limits/call-limits.test.ts", [
    ["calls a minute are unlimited", "findCallLimit", "ConditionalExpression > .test", ALWAYS],
    [
      "the number of counted requesters is unlimited",
      "secondsToWait",
      'AwaitExpression:has([name="delete"])',
      becomes("undefined"),
      "dropped first",
    ],
  ]),
  ...controlsOf("lib/request/limits/counted-calls.test.ts", [
    [
      "a customer's calls are not counted",
      "requireCustomer",
      'VariableDeclaration:has([name="findCallLimit"]) + IfStatement > .test',
      NEVER,
    ],
    ["calls of staff are not counted", "requireStaff", 'VariableDeclaration:has([name="findCallLimit"]) + IfStatement > .test', NEVER],
    [
      "calls of public routes are not counted",
      "publicRoute",
      'VariableDeclaration:has([name="findCallLimit"]) + IfStatement > .test',
      NEVER,
    ],
    ["a customer's pages are not counted", "customerPage", 'VariableDeclaration:has([name="limitedPage"]) + IfStatement > .test', NEVER],
    ["staff pages are not counted", "staffPage", 'VariableDeclaration:has([name="limitedPage"]) + IfStatement > .test', NEVER],
    ["public pages are not counted", "publicPage", "ReturnStatement > LogicalExpression > .left", "remove"],
    [
      "code behind the HTTP server can't find its response",
      "createHttpServer",
      'ExpressionStatement[expression.callee.name="nameResponse"]',
      "remove",
      "a limited page has",
    ],
  ]),
  ...controlsOf("db/queries/most-listed.test.ts", [
    [
      "a page lists any number of connections",
      "listConnections",
      'CallExpression[callee.property.name="limit"]',
      "receiver",
      "connections of a customer",
    ],
  ]),
];
