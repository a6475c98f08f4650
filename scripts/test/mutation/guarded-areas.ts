/** Source files on whose decisions security depends, and the tests that must fail if any of those decisions changes. */
export interface GuardedArea {
  readonly name: string;
  readonly sources: readonly string[];
  /** They run in this order for every mutant that they reach, so the fastest and most specific ones come first. */
  readonly tests: readonly string[];
  /** Whether some of the tests need Postgres. */
  readonly database?: true;
}

/** The areas that mutation tests cover: the code that judges, classifies and evaluates policies. */
export const GUARDED_AREAS: readonly GuardedArea[] = [
  {
    name: "verdict",
    sources: ["lib/verification/engine/judge-run.ts", "lib/verification/engine/probe.ts", "lib/verification/words/explain-verdict.ts"],
    tests: [
      "lib/verification/engine/judge-run.test.ts",
      "lib/verification/engine/probe.test.ts",
      "lib/verification/engine/plan-probes.test.ts",
      "lib/verification/engine/wrong-ids.test.ts",
      "lib/verification/engine/random-source.test.ts",
      "lib/verification/words/explain-verdict.test.ts",
    ],
  },
  {
    name: "probes",
    sources: ["lib/verification/engine/ask-probe.ts", "lib/verification/engine/canary-check.ts", "lib/verification/engine/run-probes.ts"],
    tests: [
      "lib/verification/engine/ask-probe.test.ts",
      "lib/verification/engine/principal-sessions.test.ts",
      "lib/verification/engine/canary-check.test.ts",
      "lib/verification/engine/check-log-reading.test.ts",
      "lib/verification/engine/last-round.test.ts",
      "lib/verification/engine/run-probes.test.ts",
      "lib/verification/engine/random-source.test.ts",
    ],
  },
  {
    name: "replies",
    sources: ["lib/aws/read-aws-error.ts", "lib/aws/assume-role.ts", "lib/aws/sent-external-id.ts"],
    tests: [
      "lib/aws/read-aws-error.test.ts",
      "lib/aws/read-assume-role-reply.test.ts",
      "lib/aws/sent-external-id.test.ts",
      "lib/aws/get-caller-identity.test.ts",
      "lib/aws/assume-role.test.ts",
    ],
  },
  {
    name: "names",
    sources: ["kernel/aws/role-arn.ts", "kernel/aws/external-id.ts"],
    tests: ["kernel/aws/role-arn.test.ts", "kernel/aws/external-id.test.ts"],
  },
  {
    name: "status",
    sources: ["lib/connections/checks/decide-status.ts", "lib/connections/schedule/next-check.ts"],
    tests: [
      "lib/connections/checks/decide-status.test.ts",
      "lib/connections/schedule/next-check.test.ts",
      "lib/connections/checks/run-requests.test.ts",
      "lib/connections/checks/start-run.test.ts",
    ],
    database: true,
  },
  {
    name: "doctor-evaluation",
    sources: [
      "lib/verification/doctor/policy/condition-holds.ts",
      "lib/verification/doctor/policy/evaluate-request.ts",
      "lib/verification/doctor/policy/glob.ts",
      "lib/verification/doctor/parties.ts",
      "lib/verification/doctor/wrong-ids.ts",
    ],
    tests: [
      "lib/verification/doctor/policy/glob.test.ts",
      "lib/verification/doctor/policy/condition-holds.test.ts",
      "lib/verification/doctor/policy/evaluate-request.test.ts",
      "lib/verification/doctor/parties.test.ts",
      "lib/verification/doctor/wrong-ids.test.ts",
      "lib/verification/shared/examine-trust-policy.test.ts",
    ],
  },
  {
    name: "doctor-findings",
    sources: [
      "lib/verification/doctor/find-unsure-conditions.ts",
      "lib/verification/doctor/find-weaknesses.ts",
      "lib/verification/doctor/find-lockout.ts",
    ],
    tests: ["lib/verification/doctor/find-weaknesses.test.ts", "lib/verification/shared/examine-trust-policy.test.ts"],
  },
  {
    name: "doctor-reading",
    sources: [
      "lib/verification/doctor/policy/read-condition.ts",
      "lib/verification/doctor/policy/read-principals.ts",
      "lib/verification/doctor/policy/read-trust-policy.ts",
    ],
    tests: ["lib/verification/doctor/policy/read-trust-policy.test.ts", "lib/verification/shared/examine-trust-policy.test.ts"],
  },
  {
    name: "doctor-correction",
    sources: ["lib/verification/doctor/correct-policy.ts"],
    tests: ["lib/verification/doctor/correct-policy.test.ts"],
  },
  {
    name: "sandbox-iam",
    sources: [
      "sandbox/aws/iam/context-keys-of.ts",
      "sandbox/aws/iam/policy/evaluate-policy.ts",
      "sandbox/aws/iam/evaluate-role-assumption.ts",
      "sandbox/aws/iam/policy/match-principal.ts",
      "sandbox/aws/iam/policy/wildcard.ts",
      "sandbox/aws/iam/policy/parse-statement.ts",
      "sandbox/aws/iam/policy/parse-policy.ts",
      "sandbox/aws/iam/permission-of.ts",
      "sandbox/aws/iam/policy/policy-variables.ts",
      "sandbox/aws/iam/policy/condition-operators.ts",
      "sandbox/aws/iam/policy/evaluate-condition.ts",
    ],
    tests: [
      "sandbox/aws/iam/context-keys-of.test.ts",
      "sandbox/aws/iam/policy/match-principal.test.ts",
      "sandbox/aws/iam/policy/parse-policy.test.ts",
      "sandbox/aws/iam/permissions.test.ts",
      "sandbox/aws/iam/policy/policy-variables.test.ts",
      "sandbox/aws/iam/role-assumption.test.ts",
      "sandbox/aws/iam/trust-shapes.test.ts",
      "sandbox/aws/iam/policy/wildcard.test.ts",
      "sandbox/aws/iam/policy/conditions.test.ts",
    ],
  },
];
