import { createHmac, timingSafeEqual } from "node:crypto";
import type { RoleArn } from "#kernel/role-arn.ts";
import type { Secret } from "#kernel/secret.ts";

/**
 * The blind index of a role ARN: HMAC-SHA256 under a key of its own, as 64 hex digits. It finds equal ARNs without opening
 * any, and tells whether an opened ARN is the one that was proven: the database cannot compare the two (10-database §1.18).
 */
export function arnHmac(key: Secret<string>, arn: RoleArn): string {
  return createHmac("sha256", key.reveal()).update(arn, "utf8").digest("hex");
}

/** Whether an opened ARN is the one the stored index was made of, in constant time. */
export function isSameArn(key: Secret<string>, arn: RoleArn, stored: string): boolean {
  const [made, kept] = [Buffer.from(arnHmac(key, arn)), Buffer.from(stored)];
  return made.length === kept.length && timingSafeEqual(made, kept);
}
