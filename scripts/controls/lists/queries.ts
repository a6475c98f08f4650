import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** Running queries of Logs Insights, reading their results and stopping those without a reader. */
export const QUERY_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/logs/insights/refuse-text.test.ts", [
    [
      "a query reads other log groups with SOURCE",
      "findRefusal > REFUSED",
      'ArrayExpression > ArrayExpression:has(> [name="SOURCE"])',
      "remove",
    ],
    [
      "a query reads other log groups with join",
      "findRefusal > REFUSED",
      'ArrayExpression > ArrayExpression:has(> [name="JOIN"])',
      "remove",
    ],
    ["a query shows masked data", "findRefusal > REFUSED", 'ArrayExpression > ArrayExpression:has(> [name="UNMASK"])', "remove"],
  ]),
  ...controlsOf("lib/logs/insights/run-query.test.ts", [
    ["a query starts with the log access Browse", "refuseGroups", 'IfStatement > .test:has([value="browse"])', NEVER, "log access Browse"],
    [
      "a query reads log groups outside the scope",
      "refuseGroups",
      'IfStatement > .test:has([name="outside"])',
      ALWAYS,
      "outside the scope",
    ],
    [
      "a query above the threshold runs unasked",
      "runQuery > prepared",
      'IfStatement > .test:has([name="confirmed"])',
      NEVER,
      "above the threshold",
    ],
    ["a query is not audited", "storeQuery", 'ExpressionStatement:has([name="recordAudit"])', "remove", "stored before AWS"],
  ]),
  ...controlsOf("lib/logs/insights/query-ends.test.ts", [
    [
      "a query runs on when its reader leaves",
      "runQuery > started",
      'IfStatement > .test:has([name="ended"])',
      NEVER,
      "a reader who leaves",
    ],
    ["rows are sent after a quarantine", "runQuery > followed", 'IfStatement > .test:has([name="stillReadable"])', NEVER, "quarantine"],
  ]),
  ...controlsOf("lib/logs/insights/read-result.test.ts", [
    [
      "a pointer shows an event of another log group",
      "readResult > readRecord",
      'UnaryExpression:has([name="groupOfRecord"])',
      becomes("false"),
      "a pointer to an event",
    ],
    [
      "a pointer shows an event of another time",
      "readResult > readRecord",
      'UnaryExpression[argument.name="isInRange"]',
      becomes("false"),
      "a pointer to an event",
    ],
    [
      "a member stops a colleague's query",
      "readResult > stopQuery",
      'IfStatement > .test:has([name="mayStop"])',
      NEVER,
      "colleague's query",
    ],
    [
      "AWS is asked for a result that it has deleted",
      "readResult > requireResult",
      'ConditionalExpression > .test:has([name="hasResult"])',
      NEVER,
      "after seven days",
    ],
    [
      "rows of a followed result are sent after a quarantine",
      "followResult",
      'IfStatement > .test:has([name="stillReadable"])',
      NEVER,
      "a quarantine while",
    ],
    [
      "a result is read whose log group left the scope",
      "readResult > openInScope",
      'CallExpression[callee.property.name="every"]',
      becomes("true"),
      "left the scope",
    ],
  ]),
  ...controlsOf("lib/logs/insights/find-opened-parts.test.ts", [
    [
      "a link shows a query of a quarantined connection",
      "findOpenedParts > openedPart",
      'ConditionalExpression > .test[name="readable"]',
      becomes("true"),
      "can't be read now",
    ],
    ["a link counts a result twice", "findOpenedParts", 'IfStatement BinaryExpression:has(> [name="different"])', "remove", "did not make"],
  ]),
  ...controlsOf("lib/logs/insights/find-usage.test.ts", [
    [
      "a member sees the usage of colleagues",
      "usageSeenBy",
      'ConditionalExpression:has([value="owner"])',
      becomes("null"),
      "a member only their own",
    ],
  ]),
  ...controlsOf("lib/logs/insights/find-usage-page.test.ts", [
    [
      "a member sees on the usage page what colleagues used",
      "findUsagePage",
      'VariableDeclarator[id.name="userId"] > .init',
      becomes("null"),
      "a member sees only",
    ],
  ]),
  ...controlsOf("app/(customer)/usage/actions.test.ts", [
    [
      "a member sets a threshold",
      "app/(customer)/usage/actions.ts",
      'ObjectProperty[key.name="owner"]',
      "remove",
      "a member sets no threshold",
    ],
  ]),
  ...controlsOf("lib/logs/insights/saved-queries.test.ts", [
    [
      "a member removes a colleague's shared query",
      "savedQueriesFor > removeSavedQuery",
      'ConditionalExpression:has([value="owner"])',
      becomes("undefined"),
      "a member removes",
    ],
    [
      "a change overwrites what a colleague changed",
      "updateSavedQuery",
      'CallExpression[callee.name="eq"]:has([property.name="revision"])',
      becomes("undefined"),
      "the second is refused",
    ],
  ]),
  ...controlsOf("lib/logs/insights/query-history.test.ts", [
    [
      "a person sees the history of a colleague",
      "queryHistoryOf",
      'CallExpression[callee.name="eq"]:has([property.name="userId"])',
      becomes("undefined"),
      "nobody sees the history",
    ],
  ]),
  ...controlsOf("components/query/parameters/fill-parameters.test.ts", [
    [
      "the value of a parameter ends its text",
      "fillParameters > inserted",
      'SwitchCase:has(> [value="pattern"]) CallExpression',
      becomes("value"),
    ],
    [
      "the value of a parameter ends its regular expression",
      "fillParameters > inserted",
      'SwitchCase:has(> [value="regex"]) CallExpression',
      becomes("value"),
    ],
    ["a value is inserted into a query with an open text", "problemOfParameters", 'IfStatement > .test:has([name="isOpen"])', NEVER],
    ["the value of a parameter has a line break", "problemOfValue", "IfStatement > .test:has([pattern=/Cc/])", NEVER],
  ]),
  ...controlsOf("components/query/links/query-fragment.test.ts", [
    ["a link makes the browser decompress without a limit", "readFragment > bytesOf", 'IfStatement > .test:has([name="most"])', NEVER],
  ]),
];
