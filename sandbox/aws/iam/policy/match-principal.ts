import type { PrincipalClause, PrincipalEntry } from "./policy-document.ts";
import type { PolicyRequest } from "./policy-request.ts";

/**
 * How a principal element matches the caller. `account`: only by the root of its account, which delegates the decision to the
 * policies of that account; `direct`: by its own ARN, or by `*`.
 */
export type PrincipalMatch = "direct" | "account" | "none";

export function matchPrincipal(clause: PrincipalClause, caller: PolicyRequest["caller"]): PrincipalMatch {
  const matches = clause.entries.map((entry) => matchEntry(entry, caller));
  if (clause.not) return matches.some((match) => match !== "none") ? "none" : "direct";
  if (matches.includes("direct")) return "direct";
  return matches.includes("account") ? "account" : "none";
}

function matchEntry(entry: PrincipalEntry, caller: PolicyRequest["caller"]): PrincipalMatch {
  switch (entry.kind) {
    case "anyone":
      return "direct";
    case "account":
      return entry.accountId === caller.accountId ? "account" : "none";
    case "arn":
      return entry.arn === caller.principalArn || entry.arn === caller.arn ? "direct" : "none";
    case "other":
      return "none";
  }
}
