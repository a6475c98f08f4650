/** Source that is trusted to judge, and the tests that must notice any change of what it says. */
export interface GuardedRoom {
  readonly name: string;
  readonly sources: readonly string[];
  /** Fast, without a database, the nearest first: they run in this order for every mutant that they reach. */
  readonly tests: readonly string[];
}

const inFolder = (folder: string, ...names: readonly string[]) => names.map((name) => `${folder}/${name}.ts`);

/** The one list of what mutation tests guard: what judges, classifies and evaluates policies, room by room. */
export const GUARDED_ROOMS: readonly GuardedRoom[] = [
  {
    name: "verdict",
    sources: inFolder("lib/verification", "judge-run", "hole", "plan-probes", "probe", "wrong-ids", "random-source", "explain-verdict"),
    tests: inFolder(
      "lib/verification",
      "judge-run.test",
      "probe.test",
      "plan-probes.test",
      "wrong-ids.test",
      "random-source.test",
      "explain-verdict.test",
    ),
  },
  {
    name: "probes",
    sources: [...inFolder("lib/verification", "ask-probe", "blindness-control", "check-log-reading"), "lib/aws/assume-role.ts"],
    tests: [
      ...inFolder("lib/verification", "ask-probe.test", "blindness-control.test", "check-log-reading.test"),
      "lib/aws/assume-role.test.ts",
    ],
  },
  {
    name: "replies",
    sources: inFolder("lib/aws", "read-aws-error", "read-assume-role-reply", "sent-external-id"),
    tests: inFolder("lib/aws", "read-aws-error.test", "read-assume-role-reply.test", "sent-external-id.test"),
  },
  {
    name: "names",
    sources: inFolder("lib/kernel", "role-arn", "external-id-pattern", "external-id"),
    tests: inFolder("lib/kernel", "role-arn.test", "external-id.test"),
  },
  {
    name: "standing",
    sources: inFolder("lib/connections", "decide-standing", "next-check"),
    tests: inFolder("lib/connections", "decide-standing.test", "next-check.test"),
  },
  {
    name: "doctor-evaluation",
    sources: inFolder("lib/verification/doctor", "condition-holds", "evaluate-request", "glob", "parties", "wrong-candidates"),
    tests: [
      ...inFolder(
        "lib/verification/doctor",
        "glob.test",
        "condition-holds.test",
        "evaluate-request.test",
        "parties.test",
        "wrong-candidates.test",
      ),
      "lib/verification/examine-trust-policy-view.test.ts",
    ],
  },
  {
    name: "doctor-findings",
    sources: inFolder("lib/verification/doctor", "find-doubts", "find-holes", "find-lockout"),
    tests: ["lib/verification/doctor/find-holes.test.ts", "lib/verification/examine-trust-policy-view.test.ts"],
  },
  {
    name: "doctor-reading",
    sources: inFolder("lib/verification/doctor", "read-condition", "read-principals", "read-trust-policy"),
    tests: ["lib/verification/doctor/read-trust-policy.test.ts", "lib/verification/examine-trust-policy-view.test.ts"],
  },
  {
    name: "doctor-mending",
    sources: inFolder("lib/verification/doctor", "mend-policy", "mended-statements"),
    tests: ["lib/verification/doctor/mend-policy.test.ts"],
  },
  {
    name: "sandbox-iam",
    sources: [
      ...inFolder(
        "sandbox/iam",
        "context-keys-of",
        "evaluate-policy",
        "evaluate-role-assumption",
        "match-principal",
        "matches-arn",
        "parse-conditions",
        "parse-policy",
        "parse-principal",
        "parse-statement",
        "permission-of",
        "policy-variables",
        "wildcard",
      ),
      ...inFolder(
        "sandbox/iam/conditions",
        "arn-operators",
        "bool-operators",
        "condition-operators",
        "date-operators",
        "evaluate-condition",
        "ip-address-operators",
        "numeric-operators",
        "string-operators",
      ),
    ],
    tests: [
      ...inFolder(
        "sandbox/iam",
        "context-keys-of.test",
        "match-principal.test",
        "parse-policy.test",
        "permissions.test",
        "policy-variables.test",
        "role-assumption.test",
        "trust-shapes.test",
        "wildcard.test",
      ),
      "sandbox/iam/conditions/conditions.test.ts",
    ],
  },
];
