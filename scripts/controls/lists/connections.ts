import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** What stops reads and verifications, or alerts staff, when something about a connection is wrong. */
export const CONNECTION_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/connections/schedule/due-connections.test.ts", [
    [
      "a run probes an ARN that was changed in the database",
      "openedArn",
      'IfStatement > .test:has([name="isSameArn"])',
      NEVER,
      "is not the verified one is neither read nor probed",
    ],
    [
      "a read uses an ARN that was changed in the database",
      "openConnectionForRead > opened",
      'IfStatement > .test:has([name="isSameArn"])',
      NEVER,
      "is not the verified one is neither read nor probed",
    ],
  ]),
  ...controlsOf("lib/connections/evidence/rotate-arn-index.test.ts", [
    [
      "a process without the key of the index stores ARNs",
      "knownOf",
      'IfStatement > .test:has([name="undefined"])',
      becomes("key === undefined && keys.length > 9"),
    ],
    ["a role is connected twice while ARNs get another index", "indexBefore", "ConditionalExpression > .test", ALWAYS],
    [
      "a forged verification is signed when its ARN gets another index",
      "verificationMacWithIndex",
      'IfStatement > .test:has([value="authentic"])',
      NEVER,
    ],
    ["a forged run is signed when its ARN gets another index", "runMacWithIndex", "ConditionalExpression > .test", becomes("true")],
  ]),
  ...controlsOf("lib/email/rotated-secrets.test.ts", [
    [
      "a link is mailed that does not work",
      "mailedLinkToken",
      'CallExpression[callee.property.name="find"] > .arguments',
      becomes("() => true"),
    ],
  ]),
  ...controlsOf("lib/connections/checks/start-run.test.ts", [
    [
      "there is no alert for an account that is connected twice",
      "applyDecision",
      'IfStatement > .test:has([name="isAccountConnectedElsewhere"])',
      NEVER,
      "another customer has connected",
    ],
  ]),
  ...controlsOf("lib/connections/checks/run-requests.test.ts", [
    [
      "there is no alert for a submitted role of the partner",
      "alertStaff",
      'ExpressionStatement:has([name="raiseAlert"])',
      "remove",
      "alert",
    ],
  ]),
  ...controlsOf("lib/connections/checks/partner-credentials.test.ts", [
    [
      "runs continue although AWS rejects the partner's credentials",
      "watchCredentials",
      'IfStatement > .test:has([name="credentialsRejected"])',
      NEVER,
    ],
  ]),
  ...controlsOf("lib/connections/retention/prune-verifications.test.ts", [
    ["a report whose probes were deleted is shown as forged", "probeEvidence", 'IfStatement:has([name="probesDeletedAt"]) > .test', NEVER],
    ["a stopping worker continues to delete", "pruneVerifications", 'LogicalExpression:has([name="aborted"]) > .left', becomes("true")],
  ]),
  ...controlsOf("lib/audit/verify-archive.test.ts", [
    ["a changed event of an archive is not noticed", "verifyArchive", 'IfStatement > .test:has([value="broken"])', NEVER],
    ["a missing end of an archive is not noticed", "reportOf", 'IfStatement > .test:has([name="beyond"])', NEVER, "checkpoints"],
    [
      "an archive with other content than at a checkpoint verifies",
      "verifyArchive",
      'IfStatement > .test:has([name="anchor"])',
      NEVER,
      "again",
    ],
  ]),
];
