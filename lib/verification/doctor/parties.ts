import type { Wanted } from "./finding.ts";
import type { TrustPolicy, TrustStatement } from "./read-trust-policy.ts";

export interface Parties {
  /** The partner's accounts. */
  readonly accountIds: readonly string[];
  /** The roles that the portal calls as. */
  readonly ourRoles: readonly string[];
  /** Roles of the partner's that are not the portal's: every one that the policy names, and one that it does not. */
  readonly otherRoles: readonly string[];
  /** Roles in accounts that are not the partner's: one in every account that the policy names, and one in nobody's. */
  readonly outsiders: readonly string[];
}

/** Nobody's account: whoever trusts it trusts everybody. */
const NOBODY = "000000000000";
export const EXTERNAL_ID = "sts:externalid";

/** Who may call, as far as options and policy tell. Where the partner is not given, it is whom the policy trusts with an External ID. */
export function partiesOf(policy: TrustPolicy, wanted: Wanted): Parties {
  const { partition, partnerAccountIds, partnerPrincipalArns } = wanted;
  const allows = policy.statements.filter(({ effect, principals }) => effect === "Allow" && !principals.negated);
  const ofOurs = partnerPrincipalArns.map(accountOf);
  const given = [...new Set([...partnerAccountIds, ...ofOurs])];
  const guarded = allows.filter(({ conditions }) => conditions.some(({ key }) => key === EXTERNAL_ID)).flatMap(accountsNamed);
  const guessed = guarded.length > 0 ? guarded : allows.flatMap(accountsNamed);
  const accountIds = given.length > 0 ? given : [...new Set(guessed)].slice(0, 1);

  const isPartners = (arn: string) => accountIds.some((id) => arn.startsWith(`arn:${partition}:iam::${id}:`)) && !arn.endsWith(":root");
  const roles = [...new Set([...allows.flatMap(principalsOf), ...allows.flatMap(callersAskedFor)])].filter(isPartners);
  const [account = NOBODY] = accountIds;
  const [firstNamed = `arn:${partition}:iam::${account}:role/sallyport`] = roles;
  const ourRoles = partnerPrincipalArns.length > 0 ? partnerPrincipalArns : [firstNamed];
  const outside = new Set([...policy.statements.flatMap(accountsNamed), NOBODY]);
  return {
    accountIds,
    ourRoles,
    otherRoles: [...roles, `arn:${partition}:iam::${account}:role/another-role`].filter((role) => !ourRoles.includes(role)),
    outsiders: [
      ...[...outside].filter((id) => !accountIds.includes(id)).map((id) => `arn:${partition}:iam::${id}:role/stranger`),
      ...allows.flatMap(principalsOf).filter((arn) => arn.startsWith("arn:") && !accountIds.includes(accountOf(arn))),
    ],
  };
}

export const accountOf = (arn: string) => arn.split(":")[4] ?? "";

function principalsOf({ principals }: TrustStatement): readonly string[] {
  return principals.aws.map(({ text }) => text);
}

/** The accounts in `Principal`, those in `NotPrincipal` left out. */
export function accountsNamed({ principals }: TrustStatement): readonly string[] {
  if (principals.negated) return [];
  return principals.aws.map(({ text }) => (/^[0-9]{12}$/.test(text) ? text : accountOf(text))).filter((id) => id !== "");
}

/** Plain values of `aws:PrincipalArn`: a statement for them is found even where `Principal` is the whole account. */
function callersAskedFor({ conditions }: TrustStatement): readonly string[] {
  const asked = conditions.filter(({ key }) => key === "aws:principalarn").flatMap(({ values }) => values.map(({ text }) => text));
  return asked.filter((arn) => !/[*?$]/.test(arn));
}
