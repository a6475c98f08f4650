import { malformedPolicy } from "./malformed-policy.ts";
import type { PrincipalEntry } from "./policy-document.ts";

const ROOT = /^arn:aws(?:-us-gov|-cn)?:iam::(\d{12}):root$/;
const IDENTITY = /^arn:aws(?:-us-gov|-cn)?:(?:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/;

/** The entries of `Principal` or `NotPrincipal`: `"*"`, or an object of types with one or many values each. */
export function parsePrincipal(raw: unknown): PrincipalEntry[] {
  if (raw === "*") return [{ kind: "anyone" }];
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw malformedPolicy("Invalid principal in policy.");
  const entries = Object.entries(raw).flatMap(([type, value]) => {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.map((each) => entryOf(type, each));
  });
  if (entries.length === 0) throw malformedPolicy("Invalid principal in policy.");
  return entries;
}

function entryOf(type: string, value: unknown): PrincipalEntry {
  if (typeof value !== "string") throw malformedPolicy("Invalid principal in policy.");
  if (type === "Service" || type === "Federated" || type === "CanonicalUser") return { kind: "other", type, value };
  if (type !== "AWS") throw malformedPolicy(`Invalid principal in policy: "${type}":"${value}"`);
  if (value === "*") return { kind: "anyone" };
  if (/^\d{12}$/.test(value)) return { kind: "account", accountId: value };
  const root = ROOT.exec(value)?.[1];
  if (root !== undefined) return { kind: "account", accountId: root };
  if (IDENTITY.test(value)) return { kind: "arn", arn: value };
  throw malformedPolicy(`Invalid principal in policy: "AWS":"${value}"`);
}
