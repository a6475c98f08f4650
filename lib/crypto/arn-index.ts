import { hkdfSync } from "node:crypto";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { type ArnIndexKeys, arnIndexKeysOf } from "#db/queries/arn-index.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import { log } from "#kernel/process/log.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { arnHmac } from "./seal-role-arn.ts";

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

function knownOf(keys: readonly Secret<string>[], { current, previous }: ArnIndexKeys): KnownKeys {
  const find = (fingerprint: string, what: string) => {
    const key = keys.find((each) => fingerprintOf(each) === fingerprint);
    if (key === undefined)
      throw new MissingIndexKey(
        `ARN_INDEX_KEY lacks ${what} (fingerprint ${fingerprint.slice(0, 8)}). Add that value after the new one, and keep it until keys check says that it can be removed.`,
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

/** EX_CONFIG of sysexits.h: restarting does not help. */
const WRONG_SETTING = 78;

/**
 * Ends the process with exit code 78 and one sentence in its log when ARN_INDEX_KEY lacks a key that the database uses: it would not
 * notice that a role is connected already. Returns after `patienceMs` milliseconds at the latest, also when the database can't be
 * reached, because every use of the keys checks them again.
 */
export async function refuseMissingIndexKey(actor: SystemActor, keys: readonly Secret<string>[], patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  const checked = inTransaction(actor, (tx) => knownIndexKeys(tx, keys)).then(
    () => undefined,
    (error: unknown) => error,
  );
  const problem = await Promise.race([checked, patience]);
  clearTimeout(timer);
  if (!(problem instanceof MissingIndexKey)) return;
  log("error", "bad environment", { problem: problem.message });
  process.exit(WRONG_SETTING);
}
