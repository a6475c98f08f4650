import { createHmac } from "node:crypto";
import type { Partition } from "#kernel/partition.ts";
import type { Secret } from "#kernel/secret.ts";
import type { LogAccessParameter } from "#lib/role-setup/shared/template-parameters.ts";

/** Everything that makes one connection's role what it is. */
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
  /** Twelve characters that nobody can guess, made by the server; CloudFormation makes its own. */
  readonly roleNameSuffix: string;
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * The twelve characters (60 bits) that end the role's name wherever CloudFormation doesn't make it: nobody can guess
 * them, and every visit and every way shows the same ones, without a column that would have to hold them.
 */
export function roleNameSuffix(key: Secret<string>, connectionId: string): string {
  const digest = createHmac("sha256", key.reveal()).update(`role-name\n${connectionId}`).digest();
  return Array.from(digest.subarray(0, 12), (byte) => BASE32[byte & 31]).join("");
}
