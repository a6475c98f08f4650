import { matchesWildcard } from "./wildcard.ts";

/**
 * Whether an ARN pattern covers an ARN: the six parts one by one, so that a wildcard in the account cannot swallow the
 * resource. A pattern with fewer parts is completed with `*`, as IAM does.
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const got = partsOf(arn);
  return partsOf(pattern).every((wanted, index) => matchesWildcard(wanted, got[index] ?? ""));
}

function partsOf(arn: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (parts.length < 5) {
    const colon = arn.indexOf(":", from);
    if (colon < 0) break;
    parts.push(arn.slice(from, colon));
    from = colon + 1;
  }
  parts.push(arn.slice(from));
  return parts;
}
