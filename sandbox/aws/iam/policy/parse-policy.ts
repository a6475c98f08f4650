import { checkPermissionPolicy, rejectDuplicateSids } from "./check-permission-policy.ts";
import { parseStatement } from "./parse-statement.ts";
import { malformedPolicy, type Policy } from "./policy-document.ts";

/** `trust`: the trust policy of a role; `managed`: a customer managed policy; `identity`: an inline policy or a session policy. */
export type PolicyKind = "trust" | "identity" | "managed";

/**
 * Parses a policy document. `text` is JSON.
 * @throws AwsError MalformedPolicyDocument for what IAM rejects, including unknown elements, with IAM's messages where known
 */
export function parsePolicy(text: string, kind: PolicyKind): Policy {
  const document = objectOf(text, kind);
  for (const name of Object.keys(document)) {
    if (name !== "Version" && name !== "Id" && name !== "Statement") throw malformedPolicy("Syntax errors in policy.");
  }
  const version = document["Version"] ?? "2008-10-17";
  if (version !== "2012-10-17" && version !== "2008-10-17")
    throw malformedPolicy(kind === "managed" ? "Syntax errors in policy." : "The policy must contain a valid version string");
  if (document["Id"] !== undefined && typeof document["Id"] !== "string") throw malformedPolicy("Syntax errors in policy.");
  const raw = document["Statement"];
  const list = Array.isArray(raw) ? (raw as unknown[]) : [raw];
  if (list.length === 0) throw malformedPolicy("Syntax errors in policy.");
  if (kind !== "trust") checkPermissionPolicy(document, list, kind);
  const statements = list.map((statement, index) => parseStatement(statement, index, kind === "trust" ? "trust" : "identity"));
  if (kind === "trust") rejectDuplicateSids(list);
  return { version, statements, text };
}

function objectOf(text: string, kind: PolicyKind): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw malformedPolicy(kind === "managed" ? "Syntax errors in policy." : "This policy contains invalid Json");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw malformedPolicy("Syntax errors in policy.");
  return parsed as Record<string, unknown>;
}
