import { type CodeControl, controlsOf } from "./remove-control.ts";

/** Controls that stop reads and verifications, or alert staff, when something about a connection is wrong. */
export const CONNECTION_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/connections/checks/start-run.ts", "lib/connections/schedule/due-connections.test.ts", [
    [
      "a run probes an ARN that was changed in the database",
      "if (!isSameArn(env.arnIndexKey, arn, opened.arn_hmac))",
      "if (false)",
      "is not the verified one is neither read nor probed",
    ],
  ]),
  ...controlsOf("lib/connections/reading/open-connection-for-read.ts", "lib/connections/schedule/due-connections.test.ts", [
    [
      "a read uses an ARN that was changed in the database",
      "if (!isSameArn(env.arnIndexKey, roleArn, row.arn_hmac))",
      "if (false)",
      "is not the verified one is neither read nor probed",
    ],
  ]),
  ...controlsOf("lib/connections/checks/decide-status.ts", "lib/connections/checks/start-run.test.ts", [
    [
      "there is no alert for an account that is connected twice",
      "if (await isAccountConnectedElsewhere(tx, customerId, finished.accountId))",
      "if (false)",
      "another customer has connected",
    ],
  ]),
  ...controlsOf("lib/connections/checks/submit-role-arn.ts", "lib/connections/checks/submit-role-arn.test.ts", [
    [
      "there is no alert for a submitted role of the partner",
      'await raiseAlert(tx, "own-account-submitted"',
      'if (false) await raiseAlert(tx, "own-account-submitted"',
      "alert",
    ],
  ]),
  ...controlsOf("lib/connections/sts-calls/sts-budget.ts", "lib/connections/sts-calls/partner-credentials.test.ts", [
    ["runs continue although AWS rejects the partner's credentials", "if (credentialsRejected(seen))", "if (false)"],
  ]),
];
