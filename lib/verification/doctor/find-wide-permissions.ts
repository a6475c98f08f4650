import type { PlacedFinding } from "./finding.ts";
import { type PlacedJson, plainJson, quoteForDisplay } from "./policy/read-json.ts";

/** The only AWS managed policy that allows nothing but reading logs. */
const READS_LOGS = "CloudWatchLogsReadOnlyAccess";
const CAPPED = "The portal’s sessions are limited to reading logs. But anyone else who can assume the role has all of its permissions.";

/**
 * Warnings about permissions other than reading logs, as far as the pasted text shows them: attached AWS managed policies, and
 * wildcards in inline policies (`aws iam get-account-authorization-details` prints both). They don't change the verdict on
 * the trust policy.
 */
export function findWidePermissions(role: PlacedJson): readonly PlacedFinding[] {
  const attached = itemsOf(role, "AttachedManagedPolicies").flatMap(({ at, plain }) => {
    const [, name] = /^arn:aws[a-z-]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(String(plain["PolicyArn"])) ?? [];
    return name === undefined || name === READS_LOGS
      ? []
      : [wide(at, `The role has the managed policy ${quoteForDisplay(name)}, which allows more than reading logs.`)];
  });
  const inline = itemsOf(role, "RolePolicyList").flatMap(({ at, plain }) =>
    statementsOf(plain["PolicyDocument"]).some(isWide)
      ? [wide(at, `The inline policy ${quoteForDisplay(String(plain["PolicyName"]))} allows much more than reading logs.`)]
      : [],
  );
  return [...attached, ...inline];
}

function wide(at: number, what: string): PlacedFinding {
  return { at, statement: 0, weakness: "wide-permissions", severity: "warning", sentence: `${what} ${CAPPED}` };
}

type Plain = Readonly<Record<string, unknown>>;

function itemsOf(role: PlacedJson, name: string): readonly { readonly at: number; readonly plain: Plain }[] {
  const list = role.kind === "object" ? role.members.get(name)?.value : undefined;
  return (list?.kind === "array" ? list.items : [])
    .filter(({ kind }) => kind === "object")
    .map((item) => ({ at: item.at, plain: plainJson(item) as Plain }));
}

function statementsOf(document: unknown): readonly Plain[] {
  const found = isBlock(document) ? document["Statement"] : undefined;
  return [found].flat().filter(isBlock);
}

/** Whether the statement allows all actions, all actions of a service, or all except some. */
function isWide({ Effect, Action, NotAction }: Plain): boolean {
  return Effect === "Allow" && (NotAction !== undefined || [Action].flat().some((action) => /^(?:\*|[^:]+:\*)$/.test(String(action))));
}

function isBlock(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
