import type { WeaknessClass } from "#kernel/verification/weakness-class.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";

/** The IDs and roles in the trust policies of the tables. */
export interface Written {
  readonly id: string;
  readonly retired: string;
  readonly partnerRoot: string;
  readonly ourRole: string;
  readonly secondRole: string;
}

type Statement = Readonly<Record<string, unknown>>;

export interface TrustCase {
  readonly name: string;
  readonly statements: (written: Written) => readonly Statement[];
  /** The probes that AWS allows but must deny, including those of the two optional principals. */
  readonly opens: readonly ProbeName[];
}

interface BadTrustCase extends TrustCase {
  /** Undefined if no probe can detect it. */
  readonly weakness: WeaknessClass | undefined;
}

const ID = "sts:ExternalId";
const allow = (principal: unknown, condition?: unknown): Statement => ({
  Effect: "Allow",
  Principal: typeof principal === "string" && principal !== "*" ? { AWS: principal } : principal,
  Action: "sts:AssumeRole",
  ...(condition !== undefined && { Condition: condition }),
});
const deny = (condition: unknown): Statement => ({ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Condition: condition });
const root = (condition?: (written: Written) => unknown) => (written: Written) => [allow(written.partnerRoot, condition?.(written))];
const like = (pattern: (id: string) => string) => root(({ id }) => ({ StringLike: { [ID]: pattern(id) } }));
const exact = (id: string) => ({ StringEquals: { [ID]: id } });

const ANY_ID: readonly ProbeName[] = ["random", "doubled", "upper", "near-miss", "retired-1"];
const ALL_OURS: readonly ProbeName[] = ["none", ...ANY_ID];
const EVERYTHING: readonly ProbeName[] = [...ALL_OURS, "second-principal"];
const NO_ID: readonly ProbeName[] = ["none", "second-principal"];

const bad = (name: string, statements: TrustCase["statements"], opens: readonly ProbeName[], weakness?: WeaknessClass): BadTrustCase => ({
  name,
  statements,
  opens,
  weakness,
});

/** 28 trust policies with a weakness, each with the probes that detect it. */
export const BAD_TRUST: readonly BadTrustCase[] = [
  bad("no condition", root(), EVERYTHING, "no-condition-or-if-exists"),
  bad(
    "StringEqualsIfExists",
    root(({ id }) => ({ StringEqualsIfExists: { [ID]: id } })),
    NO_ID,
    "no-condition-or-if-exists",
  ),
  bad(
    "ForAllValues:StringEquals",
    root(({ id }) => ({ "ForAllValues:StringEquals": { [ID]: id } })),
    NO_ID,
    "no-condition-or-if-exists",
  ),
  bad(
    "StringLike *",
    like(() => "*"),
    ANY_ID,
    "any-id",
  ),
  bad(
    "StringLike sp-*",
    like(() => "sp-*"),
    ["random", "doubled", "near-miss", "retired-1"],
    "shared-prefix",
  ),
  bad(
    "StringLike <id>*",
    like((id) => `${id}*`),
    ["doubled"],
    "prefix-or-suffix",
  ),
  bad(
    "StringLike *<id>",
    like((id) => `*${id}`),
    ["doubled"],
    "prefix-or-suffix",
  ),
  bad(
    "StringLike *<id>*",
    like((id) => `*${id}*`),
    ["doubled"],
    "prefix-or-suffix",
  ),
  bad(
    "StringLike <first 12>*",
    like((id) => `${id.slice(0, 12)}*`),
    ["doubled", "near-miss"],
    "prefix-or-suffix",
  ),
  bad(
    "StringLike <all but last>?",
    like((id) => `${id.slice(0, -1)}?`),
    ["near-miss"],
    "mask",
  ),
  bad(
    "StringLike sp-????",
    like((id) => `sp-${id.slice(3).replace(/[^-]/g, "?")}`),
    ["random", "near-miss", "retired-1"],
    "shared-prefix",
  ),
  bad(
    "StringLike <first 8>*<last 4>",
    like((id) => `${id.slice(0, 8)}*${id.slice(-4)}`),
    ["doubled"],
    "prefix-or-suffix",
  ),
  bad(
    "a list with a retired ID",
    root(({ id, retired }) => ({ StringEquals: { [ID]: [id, retired] } })),
    ["retired-1"],
    "old-id",
  ),
  bad(
    "a list with an unknown ID",
    root(({ id }) => ({ StringEquals: { [ID]: [id, "never-issued"] } })),
    [],
  ),
  bad(
    "StringEqualsIgnoreCase",
    root(({ id }) => ({ StringEqualsIgnoreCase: { [ID]: id } })),
    ["upper"],
    "ignore-case",
  ),
  bad(
    "two statements, one without a condition",
    (w) => [allow(w.partnerRoot, exact(w.id)), allow(w.partnerRoot)],
    EVERYTHING,
    "no-condition-or-if-exists",
  ),
  bad(
    "Null false only",
    root(() => ({ Null: { [ID]: "false" } })),
    ANY_ID,
    "any-id",
  ),
  bad(
    "equal, or no ID",
    (w) => [allow(w.partnerRoot, exact(w.id)), allow(w.partnerRoot, { Null: { [ID]: "true" } })],
    NO_ID,
    "no-condition-or-if-exists",
  ),
  bad(
    "the ID compared with itself",
    root(() => exact(`\${${ID}}`)),
    ANY_ID,
    "any-id",
  ),
  bad(
    "StringNotEquals another",
    root(() => ({ StringNotEquals: { [ID]: "another" } })),
    EVERYTHING,
    "no-condition-or-if-exists",
  ),
  bad(
    "Deny ForAnyValue:StringNotEquals with an Allow without a condition",
    (w) => [allow(w.partnerRoot), deny({ "ForAnyValue:StringNotEquals": { [ID]: w.id } })],
    NO_ID,
    "no-condition-or-if-exists",
  ),
  bad(
    "Deny of a wrong ID if one is sent, with an Allow without a condition",
    (w) => [allow(w.partnerRoot), deny({ StringNotEquals: { [ID]: w.id }, Null: { [ID]: "false" } })],
    NO_ID,
    "no-condition-or-if-exists",
  ),
  bad("Principal * with the correct condition", ({ id }) => [allow("*", exact(id))], ["outside-principal"], "any-principal"),
  bad(
    "NotPrincipal with the correct condition",
    ({ id }) => [
      {
        Effect: "Allow",
        NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "sts:AssumeRole",
        Condition: exact(id),
      },
    ],
    ["outside-principal"],
    "any-principal",
  ),
  bad("Principal * without a condition", () => [allow("*")], [...EVERYTHING, "outside-principal"], "no-condition-or-if-exists"),
  bad(
    "the account with a condition, the portal's role without",
    (w) => [allow(w.partnerRoot, exact(w.id)), allow(w.ourRole)],
    ALL_OURS,
    "no-condition-or-if-exists",
  ),
  bad(
    "the portal's role with a condition, another role of the partner without",
    (w) => [allow(w.ourRole, exact(w.id)), allow(w.secondRole)],
    ["second-principal"],
    "other-role",
  ),
  bad(
    "a condition on the portal's ARN and none on the ID",
    root(({ ourRole }) => ({ ArnEquals: { "aws:PrincipalArn": ourRole } })),
    ALL_OURS,
    "no-condition-or-if-exists",
  ),
];

/** Trust policies without a weakness. */
export const GOOD_TRUST: readonly TrustCase[] = [
  { name: "StringEquals, the account", statements: root(({ id }) => exact(id)), opens: [] },
  { name: "StringEquals, the portal's role", statements: (w) => [allow(w.ourRole, exact(w.id))], opens: [] },
  { name: "StringLike without a wildcard", statements: like((id) => id), opens: [] },
  { name: "ForAnyValue:StringEquals", statements: root(({ id }) => ({ "ForAnyValue:StringEquals": { [ID]: id } })), opens: [] },
  {
    name: "an Allow without a condition, with Deny StringNotEquals",
    statements: (w) => [allow(w.partnerRoot), deny({ StringNotEquals: { [ID]: w.id } })],
    opens: [],
  },
  {
    name: "StringEquals with a condition on the portal's ARN",
    statements: root(({ id, ourRole }) => ({ ...exact(id), ArnEquals: { "aws:PrincipalArn": ourRole } })),
    opens: [],
  },
];

/** Trust policies that deny the portal with the correct ID. */
export const LOCKED_TRUST: readonly TrustCase[] = [
  { name: "an empty ID", statements: root(() => exact("")), opens: [] },
  { name: "only without an ID", statements: root(() => ({ Null: { [ID]: "true" } })), opens: [] },
  { name: "another ID", statements: root(() => exact("sp-00000000-0000-4000-8000-000000000000")), opens: [] },
  { name: "another principal", statements: ({ id }) => [allow("arn:aws:iam::123456789012:root", exact(id))], opens: [] },
];

/** The policy document of a case. */
export function trustPolicyOf(trust: TrustCase, written: Written): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: trust.statements(written) });
}
