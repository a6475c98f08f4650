import type { ExpectedTrust } from "./finding.ts";
import { fits, globOf } from "./policy/glob.ts";
import type { TrustPolicy, TrustStatement } from "./policy/read-trust-policy.ts";

export interface Parties {
  /** The partner's accounts. */
  readonly accountIds: readonly string[];
  /** The roles with which the portal calls. */
  readonly ourRoles: readonly string[];
  /** Other roles of the partner: all that the policy names, and one that it does not name. */
  readonly otherRoles: readonly string[];
  /** Callers outside the partner's accounts: all that the policy names, and one in an unused account. */
  readonly outsiders: readonly string[];
}

/** An account ID that is not in use. A policy that allows it allows every account. */
export const NOBODY = "000000000000";
const STRANGER = ":role/stranger";
/** A policy of 64 kB can contain thousands of names. Limiting them keeps the analysis fast. */
const MOST_CALLERS = 40;
const MOST_OF_SAME_NAME = 120;
export const EXTERNAL_ID = "sts:externalid";

/**
 * The callers with which the analysis evaluates the policy. A partner that is not given is the account that the policy
 * trusts with an External ID.
 */
export function partiesOf(policy: TrustPolicy, expected: ExpectedTrust): Parties {
  const { partition, partnerAccountIds, partnerPrincipalArns } = expected;
  const given = [...new Set([...partnerAccountIds, ...partnerPrincipalArns.map(accountOf)])];
  const accountIds = given.length > 0 ? given : guessedPartner(policy);
  const [account = NOBODY] = accountIds;

  const named = [...new Set(policy.statements.flatMap((statement) => callersNamed(statement, partition)))].slice(0, MOST_CALLERS);
  const callers = [...new Set([...named, ...callersOfSameName(policy, named, partition)])];
  const isPartners = (arn: string) => accountIds.includes(accountOf(arn)) && !arn.endsWith(STRANGER);
  const ourRoles =
    partnerPrincipalArns.length > 0 ? partnerPrincipalArns : [named.find(isPartners) ?? `arn:${partition}:iam::${account}:role/sallyport`];
  return {
    accountIds,
    ourRoles,
    otherRoles: [...callers.filter(isPartners), `arn:${partition}:iam::${account}:role/another-role`].filter(
      (role) => !ourRoles.includes(role),
    ),
    outsiders: [...callers, `arn:${partition}:iam::${NOBODY}${STRANGER}`].filter((arn) => !accountIds.includes(accountOf(arn))),
  };
}

export const accountOf = (arn: string) => arn.split(":")[4] ?? "";

function guessedPartner({ statements }: TrustPolicy): readonly string[] {
  const allows = statements.filter(({ effect, principals }) => effect === "Allow" && !principals.negated);
  const guarded = allows.filter(({ conditions }) => conditions.some(({ key }) => key === EXTERNAL_ID));
  const accounts = (of: readonly TrustStatement[]) => of.flatMap(({ principals }) => principals.aws.map(({ text }) => accountNamed(text)));
  return [...accounts(guarded), ...accounts(allows)].filter((id) => id !== "").slice(0, 1);
}

function accountNamed(principal: string): string {
  return /^[0-9]{12}$/.test(principal) ? principal : accountOf(principal);
}

/**
 * Callers with the names in conditions on `aws:PrincipalArn`, in each account that the policy allows as a whole: a condition
 * with a wildcard for the account allows callers of the same name in all of them. A user is among them, since a condition
 * that excludes roles still allows users.
 */
function callersOfSameName({ statements }: TrustPolicy, named: readonly string[], partition: string): readonly string[] {
  const asked = statements.flatMap(({ conditions }) =>
    conditions
      .filter(({ key }) => key === "aws:principalarn")
      .flatMap(({ values }) => values.map(({ text }) => callerLike(text, partition))),
  );
  if (asked.length === 0) return [];
  const names = [...new Set([...asked.map((arn) => arn.split(":").slice(5).join(":")).filter(Boolean), "user/stranger"])];
  const accounts = [...new Set([...named.filter((arn) => arn.endsWith(STRANGER)).map(accountOf), NOBODY])];
  return accounts.flatMap((account) => names.map((name) => `arn:${partition}:iam::${account}:${name}`)).slice(0, MOST_OF_SAME_NAME);
}

/** A caller for each principal that a statement names, in `Principal` or in a condition on the calling role or its account. */
function callersNamed({ principals, conditions }: TrustStatement, partition: string): readonly string[] {
  const stranger = (account: string) => `arn:${partition}:iam::${account}${STRANGER}`;
  const named = principals.aws.map(({ text }) =>
    /^[0-9]{12}$/.test(text) || text.endsWith(":root") ? stranger(accountNamed(text)) : text,
  );
  const asked = conditions.flatMap(({ key, values }) =>
    values.flatMap(({ text }) => {
      if (key === "aws:principalaccount") return [stranger(accountLike(text))];
      return key === "aws:principalarn" ? [callerLike(text, partition)] : [];
    }),
  );
  return [...named.filter((arn) => arn.startsWith("arn:")), ...asked];
}

/** An account ID that matches a pattern. */
function accountLike(pattern: string): string {
  if (fits(globOf(pattern), NOBODY)) return NOBODY;
  const plain = pattern.replaceAll("?", "0");
  const missing = Math.max(0, 12 - plain.replaceAll("*", "").length);
  return plain.replace("*", "0".repeat(missing)).replaceAll("*", "");
}

/** A role ARN that matches a pattern. */
function callerLike(pattern: string, partition: string): string {
  const [, , , , account = "*", ...resource] = pattern.split(":");
  return `arn:${partition}:iam::${accountLike(account)}:${resource.join(":").replace(/^\*/, "role/*").replace(/[*?]/g, "x")}`;
}
