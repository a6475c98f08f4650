import type { Transaction } from "#db/in-transaction.ts";
import { dataKeyCanaries, indexKeysInUse, isDataKeyInUse, storeDataKeyCanary } from "#db/queries/keys-in-use.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { opensCanary, sealCanary } from "./data-key-canary.ts";
import { type KeyRing, knownIndexKeys, knownOf, MissingIndexKey } from "./seal-role-arn.ts";

/** The keys on which stored role ARNs depend. */
export interface StoredKeys {
  readonly dataKeys: KeyRing;
  readonly arnIndexKeys: readonly Secret<string>[];
}

/**
 * Why no process may run with these keys, in sentences for the operator; undefined if nothing is wrong or nothing is stored yet. Reads
 * only, so a check before the first start does not choose the keys of the database. For sp_staff, sp_worker and sp_owner.
 */
export async function findKeyProblem(tx: Transaction, { dataKeys, arnIndexKeys }: StoredKeys): Promise<string | undefined> {
  const problem = await findDataKeyProblem(tx, dataKeys);
  if (problem !== undefined) return problem;
  const stored = await indexKeysInUse(tx);
  try {
    if (stored !== undefined) knownOf(arnIndexKeys, stored);
    return undefined;
  } catch (error) {
    if (error instanceof MissingIndexKey) return error.message;
    throw error;
  }
}

async function findDataKeyProblem(tx: Transaction, ring: KeyRing): Promise<string | undefined> {
  for (const { keyId, sealed } of await dataKeyCanaries(tx)) {
    const entry = ring.reveal().find(({ id }) => id === keyId);
    if (entry !== undefined && opensCanary(entry, sealed)) continue;
    // Before the first role ARN is stored, and for a key that was added but has sealed nothing, another value does no harm.
    if (!(await isDataKeyInUse(tx, keyId))) continue;
    return entry === undefined
      ? `DATA_KEYS lacks the key ${keyId}, with which role ARNs are encrypted. Add it after the first key, and keep it until sallyport keys rotate says that it can be removed.`
      : `DATA_KEYS has another value for the key ${keyId} than the one with which role ARNs are encrypted. Set the previous value again, and give a new key a new ID.`;
  }
  return undefined;
}

/**
 * Records the keys with which this process stores role ARNs, so that a process with other ones is noticed: the index key of a new database,
 * and the canary of the first data key unless it is stored already. Call it after {@link findKeyProblem} found nothing, in the same transaction.
 * @throws MissingIndexKey if another process has chosen another index key in the meantime
 */
export async function recordKeys(tx: Transaction, { dataKeys, arnIndexKeys }: StoredKeys): Promise<void> {
  await knownIndexKeys(tx, arnIndexKeys);
  const [newest] = dataKeys.reveal();
  if (newest === undefined) throw new Error("the key ring is empty");
  const stored = (await dataKeyCanaries(tx)).find(({ keyId }) => keyId === newest.id);
  if (stored === undefined || !opensCanary(newest, stored.sealed)) await storeDataKeyCanary(tx, newest.id, sealCanary(newest));
}
