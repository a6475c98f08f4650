import { becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** The verdict of a run. */
export const VERDICT_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/verification/engine/judge-run.test.ts", [
    ["one allowed probe that must be denied is ignored", "judgeRun", "IfStatement > BinaryExpression > NumericLiteral", becomes("1")],
    ["a failed canary check is ignored", "judgeRun", 'IfStatement > .test:has([value="failed"])', NEVER],
    ["an inconclusive response counts as denied", "inconclusiveReasonOf", 'IfStatement:has([value="unexpected"]) > .test', NEVER],
    ["a recreated role counts as the same role", "inconclusiveReasonOf", 'BinaryExpression:has([name="roleIdAgain"])', NEVER],
    ["a run can lack probes", "inconclusiveReasonOf", 'IfStatement > .test:has([name="isWhole"])', NEVER],
    ["a session of another account is accepted", "inconclusiveReasonOf", 'IfStatement > .test:has([value="someone-else"])', NEVER],
  ]),
  ...controlsOf("lib/verification/engine/canary-check.test.ts", [
    ["probes that cannot detect an open role are trusted", "canaryOutcomeOf", 'IfStatement > .test:has([value="denied"])', NEVER],
  ]),
  ...controlsOf("lib/logs/sessions/open-role-session.test.ts", [
    [
      "a probe sets a source identity",
      "askProbe > send",
      'ObjectProperty[key.name="durationSeconds"]',
      becomes('sourceIdentity: "somebody" as never, $'),
      "a verification sets neither",
    ],
  ]),
  ...controlsOf("lib/verification/engine/plan-probes.test.ts", [
    ["a wrong External ID is not probed", "planProbes", 'StringLiteral[value="doubled"]', becomes('"suffixed"')],
  ]),
  ...controlsOf("lib/connections/checks/start-run.test.ts", [
    [
      "AWS is called before the audit event is written",
      "openInside",
      'ExpressionStatement:has([name="recordAudit"])',
      "remove",
      "audit row",
    ],
  ]),
  ...controlsOf("lib/crypto/seal-role-arn.test.ts", [
    ["a ciphertext can be decrypted in another customer's row", "boundTo", 'MemberExpression[property.name="customerId"]', "remove"],
    ["a ciphertext can be decrypted in another row", "boundTo", 'MemberExpression[property.name="connectionId"]', "remove"],
    ["a ciphertext can be decrypted in another table", "boundTo", 'MemberExpression[property.name="table"]', "remove"],
    ["a ciphertext can be decrypted with another External ID", "boundTo", 'MemberExpression[property.name="externalId"]', "remove"],
  ]),
];
