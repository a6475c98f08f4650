import { becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** The database connection, settings, templates and texts. */
export const SURROUNDING_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("db/in-transaction.test.ts", [
    ["a customer ID can contain SQL", "inTransaction > nameSetting", 'CallExpression[callee.object.name="CustomerId"]', "argument"],
    [
      "a user ID can contain SQL",
      "inTransaction > nameSetting",
      'ArrayExpression > CallExpression[callee.object.name="UserId"]',
      "argument",
    ],
    [
      "a pooled connection keeps its customer",
      "inTransaction > nameSetting",
      "TemplateLiteral:has([value.raw=/customer_id/])",
      becomes('$.replaceAll("\', true)", "\', false)")'),
    ],
    ["a failed transaction is not rolled back", "inTransaction > attempt", 'AwaitExpression:has([name="rollback"])', becomes("undefined")],
  ]),
  ...controlsOf("lib/audit/open-database.test.ts", [
    ["a database role with too many rights is used", "refuseUnsafeRole", 'IfStatement:has([name="UnsafeRole"]) > .test', NEVER],
  ]),
  ...controlsOf("lib/audit/audit-checkpoints.test.ts", [
    [
      "checkpoints follow redirects",
      "checkpointWriter > post",
      'ObjectProperty[key.name="redirect"] > .value',
      becomes('"follow"'),
      "redirects are not followed",
    ],
  ]),
  ...controlsOf("lib/aws/aws-settings.test.ts", [
    ["an unknown region is accepted", "readAwsSettings", 'IfStatement:has([value="AWS_REGION"]) > .test', NEVER],
    [
      "an endpoint can point to any host",
      "readAwsSettings",
      'VariableDeclaration:has([name="isLoopbackUrl"]) + IfStatement > .test',
      NEVER,
    ],
  ]),
  ...controlsOf("lib/aws/aws-clients.test.ts", [
    [
      "calls to STS have no timeout",
      "createAwsClients",
      'NewExpression[callee.name="STSClient"] ObjectProperty[key.name="requestHandler"] > CallExpression > .arguments',
      becomes("0"),
    ],
    [
      "calls to CloudWatch Logs have no timeout",
      "createAwsClients",
      'NewExpression[callee.name="CloudWatchLogsClient"] ObjectProperty[key.name="requestHandler"] > CallExpression > .arguments',
      becomes("0"),
    ],
  ]),
  ...controlsOf("lib/aws/session-policy.test.ts", [
    ["a session name can be computed without the key", "sessionName", 'CallExpression[callee.property.name="reveal"]', becomes('"k"')],
    [
      "two people can have the same session name",
      "sessionName",
      'TemplateLiteral > CallExpression[callee.property.name="byteLength"]',
      becomes('""'),
    ],
  ]),
  ...controlsOf("lib/role-setup/ways/role-name-suffix.test.ts", [
    ["a role name can be guessed", "roleNameSuffix", 'CallExpression[callee.property.name="reveal"]', becomes('"fixed"')],
  ]),
  ...controlsOf("lib/role-setup/template/role-template.test.ts", [
    ["the template accepts any External ID", "TEMPLATE_PARAMETERS", 'Identifier[name="EXTERNAL_ID_PATTERN"]', becomes('".*"')],
  ]),
  ...controlsOf("lib/role-setup/template/self-inspection.test.ts", [
    [
      "self-inspection can read other roles",
      "selfInspection",
      'ReturnStatement ObjectProperty[key.name="Resource"] > .value',
      becomes('["*" as never]'),
    ],
  ]),
  ...controlsOf("scripts/deploy-stacks.test.ts", [
    [
      "the partner's role is deleted with its stack",
      "deploy/partner-account.json",
      'ObjectProperty[key.value="DeletionPolicy"] > .value',
      becomes('"Delete"'),
    ],
    [
      "the partner's role can assume roles in the partner's own account",
      "deploy/partner-account.json",
      'ArrayExpression:has([value="open-customers-roles"]) StringLiteral[value="Deny"]',
      becomes('"Allow"'),
    ],
  ]),
  ...controlsOf("lib/role-setup/template/template-location.test.ts", [
    ["the template can be loaded over HTTP", "templateLocation", 'IfStatement > .test:has([name="protocol"])', NEVER],
  ]),
  ...controlsOf("components/logs/events/visible-text.test.ts", [
    ["text can contain bidirectional control characters", "visibleText > ACTING", "RegExpLiteral", becomes("/[\\p{Cc}]/gu")],
  ]),
  ...controlsOf("components/logs/events/event-row.test.ts", [
    ["a log stream name can contain control characters", "EventRow", 'CallExpression[callee.name="visibleText"]', "argument"],
  ]),
  ...controlsOf("lib/email/email-template.test.ts", [
    [
      "a name in an email can contain HTML",
      "bodyOf",
      'ArrowFunctionExpression > TemplateLiteral > CallExpression[callee.name="escaped"]',
      "argument",
    ],
  ]),
];
