import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** Calls to AWS and credentials. */
export const AWS_CALL_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/aws/assume-role.test.ts", [
    ["any status 403 counts as access denied", "assumeRole > outcomeOfError", 'BinaryExpression:has([value="AccessDenied"])', ALWAYS],
    ["a denied call needs no request ID", "assumeRole > outcomeOfError", 'BinaryExpression:has([name="requestId"])', ALWAYS],
    ["a probe that must be denied is retried", "assumeRole", 'ForStatement > .test [property.name="maxAttempts"]', becomes("3")],
    [
      "an External ID can have any characters",
      "assertSendable",
      'UnaryExpression:has([name="SENDABLE"])',
      "remove",
      "throws before the network",
    ],
    [
      "an undefined External ID counts as no External ID",
      "externalIdParameter",
      "ThrowStatement",
      becomes("return {};"),
      "throws before the network",
    ],
    ["a session of another role is accepted", "readAssumeRoleReply", 'IfStatement BinaryExpression:has([name="Arn"])', NEVER],
    ["credentials without a session token are accepted", "readAssumeRoleReply", 'UnaryExpression[argument.name="sessionToken"]', "remove"],
    ["credentials can be serialized", "Secret", "ThrowStatement", becomes("return this.#value as never;"), "never prints"],
    [
      "credentials can be printed",
      "Secret",
      'ClassMethod:has([name="custom"]) StringLiteral[value="[redacted]"]',
      becomes("JSON.stringify(this.#value)"),
      "never prints",
    ],
  ]),
  ...controlsOf("lib/logs/sessions/open-log-reader.test.ts", [
    [
      "a session has all permissions of the role",
      "sessionPolicy > allow",
      'ObjectProperty[key.name="Action"] > .value',
      becomes('["*"]'),
      "administrator",
    ],
  ]),
  ...controlsOf("lib/aws/session-policy.test.ts", [
    [
      "the session of a probe that must be denied has permissions",
      "DENY_EVERYTHING",
      'ObjectProperty[key.name="Effect"] > .value',
      becomes('"Allow"'),
    ],
  ]),
  ...controlsOf("lib/aws/aws-clients.test.ts", [
    [
      "the environment can change the STS endpoint",
      "createAwsClients",
      'NewExpression[callee.name="STSClient"] ObjectProperty[key.name="ignoreConfiguredEndpointUrls"] > .value',
      { mutator: "BooleanLiteral", to: "false" },
    ],
    [
      "the environment can change the CloudWatch Logs endpoint",
      "createAwsClients",
      'NewExpression[callee.name="CloudWatchLogsClient"] ObjectProperty[key.name="ignoreConfiguredEndpointUrls"] > .value',
      { mutator: "BooleanLiteral", to: "false" },
    ],
  ]),
  ...controlsOf("kernel/process/env.test.ts", [
    ["custom endpoints can be on any host", "customEndpoints", 'IfStatement > .test:has([name="isLoopback"])', NEVER],
    ["a process can have the database owner's URL", "refuseOwner", 'IfStatement > .test:has([value="DATABASE_OWNER_URL"])', NEVER],
  ]),
  ...controlsOf("kernel/aws/role-arn.test.ts", [
    ["a role ARN can have hidden characters", "parseRoleArn", 'IfStatement > .test:has([name="test"])', NEVER],
    ["the partner's own accounts are accepted", "parseRoleArn", 'IfStatement > .test:has([name="includes"])', NEVER],
    ["an ARN of another partition is accepted", "parseRoleArn", 'IfStatement:has([value="other-partition"]) > .test', NEVER],
  ]),
  ...controlsOf("lib/logs/sessions/secrets-stay-inside.test.ts", [
    ["credentials are logged", "readAssumeRoleReply", 'ReturnStatement:has([name="Secret"])', becomes("console.log(secretAccessKey); $")],
  ]),
];
