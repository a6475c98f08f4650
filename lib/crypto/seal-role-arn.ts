import { createCipheriv, createDecipheriv, createHmac, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";
import type { Transaction } from "#db/in-transaction.ts";
import { type ArnIndexKeys, arnIndexKeysOf } from "#db/queries/connections-open.ts";
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

/**
 * Seals a role ARN for one place with the ring's current key. The result is `v1.<key id>.<what sealText returns>`.
 */
export function sealRoleArn(ring: KeyRing, place: SealedPlace, arn: RoleArn): string {
  const current = ring.reveal()[0];
  if (current === undefined) throw new Error("the key ring is empty");
  return `v1.${current.id}.${sealText(current.key, boundTo(place, current.id), arn)}`;
}

/** Opens what {@link sealRoleArn} sealed for the same place. @throws for another place, an unknown key or a changed byte */
export function openSealedRoleArn(ring: KeyRing, place: SealedPlace, sealed: string): RoleArn {
  const match = /^v1\.([a-z0-9]{1,16})\.([A-Za-z0-9_-]+)$/.exec(sealed);
  const dataKey = ring.reveal().find((entry) => entry.id === match?.[1]);
  if (match === null || dataKey === undefined) throw new Error("a sealed role ARN names no key of the ring");
  return storedRoleArn(openText(dataKey.key, boundTo(place, dataKey.id), match[2] ?? ""));
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

/** ARN_INDEX_KEY lacks a key with which role ARNs are indexed. The message says in one sentence what to do. */
export class MissingIndexKey extends Error {
  override readonly name = "MissingIndexKey";
}

/** Identifies a key in the database without revealing anything of it: 32 hex digits, derived with HKDF (RFC 5869). */
export function fingerprintOf(key: Secret<string>): string {
  return Buffer.from(hkdfSync("sha256", key.reveal(), "", "sallyport arn index fingerprint", 16)).toString("hex");
}

interface KnownKeys {
  readonly current: Secret<string>;
  /** The key that is being replaced; null when no rotation is in progress. */
  readonly previous: Secret<string> | null;
}

/** The keys of the list with these fingerprints. @throws MissingIndexKey */
export function knownOf(keys: readonly Secret<string>[], { current, previous }: ArnIndexKeys): KnownKeys {
  const find = (fingerprint: string, what: string) => {
    const key = keys.find((each) => fingerprintOf(each) === fingerprint);
    if (key === undefined)
      throw new MissingIndexKey(
        `ARN_INDEX_KEY lacks ${what} (fingerprint ${fingerprint.slice(0, 8)}). Add that value after the new one, and keep it until sallyport keys check says that it can be removed.`,
      );
    return key;
  };
  return {
    current: find(current, "the key that the database uses to index role ARNs"),
    previous: previous === null ? null : find(previous, "the previous key, with which some role ARNs are still indexed"),
  };
}

/** The keys of the list that the database uses now; they stay the same until the transaction ends. @throws MissingIndexKey */
export async function knownIndexKeys(tx: Transaction, keys: readonly Secret<string>[]): Promise<KnownKeys> {
  const [newest] = keys;
  if (newest === undefined) throw new Error("there is no key to index role ARNs");
  return knownOf(keys, await arnIndexKeysOf(tx, fingerprintOf(newest)));
}

/** The index under which a submitted ARN is stored. @throws MissingIndexKey */
export async function indexOfSubmitted(tx: Transaction, keys: readonly Secret<string>[], arn: RoleArn): Promise<string> {
  return arnHmac((await knownIndexKeys(tx, keys)).current, arn);
}

/**
 * The second index of an ARN that becomes connected: with the previous key, while ARNs are indexed with two keys. All live
 * connections then have one key in common, so that the same role is never connected twice (`one_live_arn_before`).
 * @param stored the index with which its run began
 * @throws MissingIndexKey; Error when the run began with a key that was replaced completely since
 */
export async function indexBefore(tx: Transaction, keys: readonly Secret<string>[], arn: RoleArn, stored: string): Promise<string | null> {
  const { current, previous } = await knownIndexKeys(tx, keys);
  const before = previous === null ? null : arnHmac(previous, arn);
  if (stored === arnHmac(current, arn)) return before;
  if (stored === before) return null;
  throw new Error("a run began with an index key that was replaced completely since");
}

/** The index of an ARN with each key of the list, to find it whichever of them was used. */
export function allIndexesOf(keys: readonly Secret<string>[], arn: RoleArn): readonly string[] {
  return keys.map((key) => arnHmac(key, arn));
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a text: AES-256-GCM with a random nonce. The result is the base64url encoding of nonce, ciphertext and tag.
 * @param boundTo is authenticated too, so the result can be opened only with the same bytes
 */
export function sealText(key: KeyObject, boundTo: Buffer, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo);
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

/** Opens what {@link sealText} returned. @throws for another key, other bytes in `boundTo` or a changed byte */
export function openText(key: KeyObject, boundTo: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) throw new Error("a sealed text is too short");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
}
