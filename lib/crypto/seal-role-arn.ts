import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type RoleArn, storedRoleArn } from "#kernel/aws/role-arn.ts";
import type { KeyRingEntry } from "#kernel/process/env-fields.ts";
import type { Secret } from "#kernel/process/secret.ts";

/** All keys that may open what is stored, as DATA_KEYS gives them; the first one seals. */
export type KeyRing = Secret<readonly KeyRingEntry[]>;

/** Where a sealed ARN is stored. All of it is authenticated, so a ciphertext can be opened only in its own row. */
export interface SealedPlace {
  readonly table: "connections" | "pending_role_arns";
  readonly customerId: string;
  readonly connectionId: string;
  /** The External ID under which the ARN is, or will be, verified. A rotation therefore seals the ARN again. */
  readonly externalId: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a role ARN for one place: AES-256-GCM with the ring's current key and a random nonce.
 * The result is `v1.<key id>.<base64url of nonce, ciphertext and tag>`.
 */
export function sealRoleArn(ring: KeyRing, place: SealedPlace, arn: RoleArn): string {
  const current = ring.reveal()[0];
  if (current === undefined) throw new Error("the key ring is empty");
  const { id, key } = current;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(place, id));
  const sealed = Buffer.concat([nonce, cipher.update(arn, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1.${id}.${sealed.toString("base64url")}`;
}

/** Opens what {@link sealRoleArn} sealed for the same place. @throws for another place, an unknown key or a changed byte */
export function openSealedRoleArn(ring: KeyRing, place: SealedPlace, sealed: string): RoleArn {
  const match = /^v1\.([a-z0-9]{1,16})\.([A-Za-z0-9_-]+)$/.exec(sealed);
  const dataKey = ring.reveal().find((entry) => entry.id === match?.[1]);
  if (match === null || dataKey === undefined) throw new Error("a sealed role ARN names no key of the ring");
  const bytes = Buffer.from(match[2] ?? "", "base64url");
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) throw new Error("a sealed role ARN is too short");
  const decipher = createDecipheriv("aes-256-gcm", dataKey.key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(place, dataKey.id));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return storedRoleArn(opened.toString("utf8"));
}

/** JSON of an array, so that two different places never result in the same bytes. */
function boundTo(place: SealedPlace, keyId: string): Buffer {
  return Buffer.from(JSON.stringify([place.table, "role_arn", place.customerId, place.connectionId, place.externalId, keyId]));
}

/**
 * The index of a role ARN: HMAC-SHA256 under its own key, as 64 hex digits. It finds equal ARNs without opening any, and shows
 * whether an opened ARN is the one that was verified, which the database cannot compare.
 */
export function arnHmac(key: Secret<string>, arn: RoleArn): string {
  return createHmac("sha256", key.reveal()).update(arn, "utf8").digest("hex");
}

/** Whether an opened ARN is the one of the stored index, under any of the keys; each comparison takes constant time. */
export function isSameArn(keys: readonly Secret<string>[], arn: RoleArn, stored: string): boolean {
  const kept = Buffer.from(stored);
  return keys.some((key) => {
    const made = Buffer.from(arnHmac(key, arn));
    return made.length === kept.length && timingSafeEqual(made, kept);
  });
}
