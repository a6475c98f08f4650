import type { ProbeName } from "#lib/verification/engine/probe.ts";
import type { WeaknessClass } from "#lib/verification/engine/weakness.ts";

/** The IDs and roles that a trust policy of the table is written with. */
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
  /** The probes that get in besides right and right again; the two optional principals among them. */
  readonly opens: readonly ProbeName[];
}

interface BadTrustCase extends TrustCase {
  /** Undefined: no probe can see it. */
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

/** The 28 bad shapes of 04-security §2.1, each with the probes that its table names. */
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
    "a list with an ID we never issued",
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
    "two statements, one open",
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
    "Deny ForAnyValue:StringNotEquals beside an open Allow",
    (w) => [allow(w.partnerRoot), deny({ "ForAnyValue:StringNotEquals": { [ID]: w.id } })],
    NO_ID,
    "no-condition-or-if-exists",
  ),
  bad(
    "Deny of another ID that is there, beside an open Allow",
    (w) => [allow(w.partnerRoot), deny({ StringNotEquals: { [ID]: w.id }, Null: { [ID]: "false" } })],
    NO_ID,
    "no-condition-or-if-exists",
  ),
  bad("Principal * with the right condition", ({ id }) => [allow("*", exact(id))], ["outside-principal"], "any-principal"),
  bad(
    "NotPrincipal with the right condition",
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
    "the root with a condition, our role without",
    (w) => [allow(w.partnerRoot, exact(w.id)), allow(w.ourRole)],
    ALL_OURS,
    "no-condition-or-if-exists",
  ),
  bad(
    "our role with a condition, another of ours without",
    (w) => [allow(w.ourRole, exact(w.id)), allow(w.secondRole)],
    ["second-principal"],
    "other-role",
  ),
  bad(
    "our principal's ARN and no ID",
    root(({ ourRole }) => ({ ArnEquals: { "aws:PrincipalArn": ourRole } })),
    ALL_OURS,
    "no-condition-or-if-exists",
  ),
];

/** Shapes that are sound and must raise no alarm. */
export const GOOD_TRUST: readonly TrustCase[] = [
  { name: "StringEquals, the root", statements: root(({ id }) => exact(id)), opens: [] },
  { name: "StringEquals, our role", statements: (w) => [allow(w.ourRole, exact(w.id))], opens: [] },
  { name: "StringLike without a wildcard", statements: like((id) => id), opens: [] },
  { name: "ForAnyValue:StringEquals", statements: root(({ id }) => ({ "ForAnyValue:StringEquals": { [ID]: id } })), opens: [] },
  {
    name: "an open Allow with Deny StringNotEquals",
    statements: (w) => [allow(w.partnerRoot), deny({ StringNotEquals: { [ID]: w.id } })],
    opens: [],
  },
  {
    name: "StringEquals and our principal's ARN",
    statements: root(({ id, ourRole }) => ({ ...exact(id), ArnEquals: { "aws:PrincipalArn": ourRole } })),
    opens: [],
  },
];

/** Shapes that let nobody in who sends the right ID. */
export const LOCKED_TRUST: readonly TrustCase[] = [
  { name: "an empty ID", statements: root(() => exact("")), opens: [] },
  { name: "only without an ID", statements: root(() => ({ Null: { [ID]: "true" } })), opens: [] },
  { name: "another ID", statements: root(() => exact("sp-00000000-0000-4000-8000-000000000000")), opens: [] },
  { name: "another principal", statements: ({ id }) => [allow("arn:aws:iam::123456789012:root", exact(id))], opens: [] },
];

/** The policy document of a case, as IAM takes it. */
export function trustPolicyOf(trust: TrustCase, written: Written): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: trust.statements(written) });
}
