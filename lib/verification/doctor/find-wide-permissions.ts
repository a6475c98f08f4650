import type { PlacedFinding } from "./finding.ts";
import { type PlacedJson, plainJson, quoteForDisplay } from "./read-json.ts";

/** The one policy of AWS's own that reads logs and does nothing else. */
const READS_LOGS = "CloudWatchLogsReadOnlyAccess";
const CAPPED = "The portal’s sessions are limited to reading logs. But anyone else who can assume the role has all of its permissions.";

/**
 * What a role may do besides reading logs, where what was pasted tells it: AWS's own policies that are attached, and
 * wildcards in policies that stand in the role (`aws iam get-account-authorization-details` prints both). AWS is not
 * asked, so of a role that shows neither nothing is said. Warnings only: the trust policy is judged by itself.
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

/** Whether it allows everything, everything of a service, or everything but something. */
function isWide({ Effect, Action, NotAction }: Plain): boolean {
  return Effect === "Allow" && (NotAction !== undefined || [Action].flat().some((action) => /^(?:\*|[^:]+:\*)$/.test(String(action))));
}

function isBlock(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
