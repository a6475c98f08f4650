import { createHmac } from "node:crypto";
import type { Partition } from "#kernel/aws/partition.ts";
import type { Secret } from "#kernel/process/secret.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";

/** The credentials of a role session. They are kept only in memory, in a {@link Secret}, and never leave the server. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A session of an assumed role, with the values of AWS's reply. */
export interface RoleSession {
  /** A random ID of the portal, unique for each session, so that a session never uses the client of another. */
  readonly id: string;
  readonly credentials: Secret<SessionCredentials>;
  /** `arn:<partition>:sts::<account>:assumed-role/<role name>/<session name>` */
  readonly assumedRoleArn: string;
  readonly accountId: string;
  /** The role's unique ID, `AROA…`. A recreated role with the same ARN has another one. */
  readonly roleId: string;
  readonly expiresAt: Date;
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

declare const brand: unique symbol;
/** `sp-` and 20 base32 characters. All sessions have the same format, since a trust policy can have a condition on the name. */
export type SessionName = string & { readonly [brand]: "SessionName" };

/**
 * The RoleSessionName for a user's reads or for a run. The same IDs always give the same name. It identifies no person in the
 * customer's CloudTrail; the portal shows the mapping to its own users. The length of each ID is hashed before it, so that
 * different lists of IDs never give the same input.
 */
export function sessionName(key: Secret<string>, purpose: "user" | "run", ids: readonly string[]): SessionName {
  const hmac = createHmac("sha256", key.reveal());
  for (const part of [purpose, ...ids]) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  const digest = hmac.digest();
  let name = "sp-";
  for (let bit = 0; bit < 100; bit += 5) name += BASE32[(digest.readUInt16BE(bit >> 3) >> (11 - (bit & 7))) & 31];
  return name as SessionName;
}

const BROWSE = ["DescribeLogStreams", "FilterLogEvents", "GetLogEvents"];
const QUERY = ["StartQuery", "GetQueryResults", "GetLogRecord", "GetLogObject", "GetLogGroupFields"];
const DISCOVER = ["DescribeLogGroups", "ListLogGroups"];
const QUERY_ON_EVERYTHING = ["StopQuery", "ListLogGroupsForQuery", "DescribeFieldIndexes"];

const ON_LOG_GROUPS: Readonly<Record<LogAccess, readonly string[]>> = {
  browse: BROWSE,
  query: [...BROWSE, ...QUERY],
  "live-tail": [...BROWSE, ...QUERY, "StartLiveTail"],
};

/** These actions have no resource-level permissions. Source: Service Authorization Reference, "Amazon CloudWatch Logs". */
const ON_EVERYTHING: Readonly<Record<LogAccess, readonly string[]>> = {
  browse: DISCOVER,
  query: [...DISCOVER, ...QUERY_ON_EVERYTHING],
  "live-tail": [...DISCOVER, ...QUERY_ON_EVERYTHING],
};

const allow = (actions: readonly string[], resource: string) => ({
  Effect: "Allow",
  Action: actions.map((action) => `logs:${action}`),
  Resource: resource,
});

/**
 * The session policy of every AssumeRole call that may succeed. It allows only reading logs in that account, even if the
 * role itself has administrator permissions, or permissions to read itself. The role's own policy limits it to certain log groups.
 * The policy has at most 700 characters: STS accepts 2048, and packs policies together with tags.
 */
export function sessionPolicy(access: LogAccess, partition: Partition, accountId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [allow(ON_EVERYTHING[access], "*"), allow(ON_LOG_GROUPS[access], `arn:${partition}:logs:*:${accountId}:*`)],
  });
}

/** The session policy of a probe that must be denied. If AWS allows the call after all, the session has no permissions. */
export const DENY_EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});
