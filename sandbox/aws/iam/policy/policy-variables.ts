import type { ContextKeys } from "./policy-request.ts";
import { asLiteral } from "./wildcard.ts";

const VARIABLE = /\$\{([^}]*)\}/g;

/**
 * Replaces the policy variables of a pattern: `${sts:ExternalId}`, `${aws:username, 'nobody'}`, `${*}`, `${?}`, `${$}`.
 * Returns undefined, which matches nothing, when a key is absent or has several values and the variable has no default.
 * Policies of version 2008-10-17 have no variables. Source: IAM user guide, "Policy variables".
 */
export function expandVariables(pattern: string, version: string, context: ContextKeys): string | undefined {
  if (version !== "2012-10-17") return pattern;
  let absent = false;
  const expanded = pattern.replace(VARIABLE, (_, inside: string) => {
    if (inside === "*" || inside === "?" || inside === "$") return asLiteral(inside);
    const [key = "", ...rest] = inside.split(",");
    const [value, ...more] = context.get(key.trim().toLowerCase()) ?? [];
    if (value !== undefined && more.length === 0) return asLiteral(value);
    const fallback = /^\s*'(.*)'\s*$/.exec(rest.join(","))?.[1];
    if (fallback === undefined) absent = true;
    return asLiteral(fallback ?? "");
  });
  return absent ? undefined : expanded;
}
