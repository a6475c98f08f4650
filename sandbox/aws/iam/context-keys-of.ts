import type { Caller } from "#sandbox/aws/state/caller.ts";
import type { ContextKeys } from "./policy/policy-request.ts";

/** The values of `aws:PrincipalType`. Source: IAM user guide, "AWS global condition context keys". */
const PRINCIPAL_TYPES = { user: "User", "role-session": "AssumedRole", "federated-user": "FederatedUser" } as const;

export interface RequestFacts {
  readonly caller: Caller;
  readonly region: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly now: Date;
}

/**
 * The global condition keys of a request. `aws:SecureTransport` is true, because real AWS endpoints accept only TLS.
 * `extra` are the keys of the service, such as `sts:ExternalId`; an undefined value means that the key is absent.
 */
export function contextKeysOf(
  { caller, region, sourceIp, userAgent, now }: RequestFacts,
  extra: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): ContextKeys {
  const keys = new Map<string, readonly string[]>([
    ["aws:principalarn", [caller.principalArn]],
    ["aws:principalaccount", [caller.accountId]],
    ["aws:principaltype", [PRINCIPAL_TYPES[caller.kind]]],
    ["aws:userid", [caller.userId]],
    ["aws:sourceip", [sourceIp]],
    ["aws:requestedregion", [region]],
    ["aws:securetransport", ["true"]],
    ["aws:currenttime", [now.toISOString()]],
    ["aws:epochtime", [String(Math.floor(now.getTime() / 1000))]],
    ["aws:useragent", [userAgent]],
    ["aws:viaawsservice", ["false"]],
    ["aws:principalisawsservice", ["false"]],
  ]);
  if (caller.userName !== undefined) keys.set("aws:username", [caller.userName]);
  if (caller.sourceIdentity !== undefined) keys.set("aws:sourceidentity", [caller.sourceIdentity]);
  for (const [name, value] of caller.sessionTags) keys.set(`aws:principaltag/${name.toLowerCase()}`, [value]);
  for (const [name, value] of Object.entries(extra)) {
    if (value !== undefined) keys.set(name.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  return keys;
}
