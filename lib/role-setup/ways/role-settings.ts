import { createHmac } from "node:crypto";
import type { Partition } from "#kernel/aws/partition.ts";
import type { Secret } from "#kernel/process/secret.ts";
import type { LogAccessParameter } from "#lib/role-setup/shared/template-parameters.ts";

/** Everything that defines one connection's role. */
export interface RoleSettings {
  readonly externalId: string;
  readonly connectionId: string;
  readonly customerName: string;
  readonly logAccess: LogAccessParameter;
  readonly logGroupPrefix: string;
  /** Empty = none. */
  readonly permissionsBoundaryArn: string;
  readonly rolePath: string;
  readonly allowSelfInspection: boolean;
  readonly partition: Partition;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
  /** Twelve unguessable characters, made by the server; CloudFormation makes its own. */
  readonly roleNameSuffix: string;
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * The twelve characters (60 bits) at the end of the role's name when CloudFormation does not make it. They can't be guessed, and
 * they are the same at each visit and in each format without a database column, because they are an HMAC of the connection's ID.
 */
export function roleNameSuffix(key: Secret<string>, connectionId: string): string {
  const digest = createHmac("sha256", key.reveal()).update(`role-name\n${connectionId}`).digest();
  return Array.from(digest.subarray(0, 12), (byte) => BASE32[byte & 31]).join("");
}
