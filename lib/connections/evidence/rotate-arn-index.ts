import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import {
  arnIndexUnfinished,
  finishArnIndex,
  reindexRoleArn,
  runsToIndex,
  type StoredArn,
  startArnIndex,
  storedArns,
} from "#db/queries/arn-index.ts";
import { findRun } from "#db/queries/runs-read.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { CannotOpen, opened } from "#lib/crypto/rotate-data-keys.ts";
import { arnHmac, fingerprintOf, isSameArn, type KeyRing, knownIndexKeys } from "#lib/crypto/seal-role-arn.ts";
import { runMacWithIndex, verificationMacWithIndex } from "./evidence-mac.ts";

const OWNER = { kind: "system", task: "owner-cli" } as const;
/** Rows read at once, and rows whose previous index is forgotten in one transaction. */
const PAGE = 200;

/** An ARN whose index no key of the list makes. The message names the connection. */
export class UnknownIndex extends Error {
  override readonly name = "UnknownIndex";
  readonly connectionId: string;

  constructor(connectionId: string) {
    super(`no key of the list made the index of the role ARN of connection ${connectionId}`);
    this.connectionId = connectionId;
  }
}

/** The database is replacing another key, which must be finished first. */
export class AnotherRotation extends Error {
  override readonly name = "AnotherRotation";
}

export interface IndexRotation {
  /** Connections whose ARN has the new index now and had another one before. */
  readonly reindexed: number;
  /** Connections that keep the old index for now, because a verification was open or ended meanwhile. */
  readonly skipped: number;
  /** Submissions that had the old index when this call began. They expire within an hour. */
  readonly pending: number;
  /** Runs from before the rotation that were open when this call began; they end within minutes. */
  readonly running: number;
  /** Whether no row depends on an older key any more, so that it can be removed from ARN_INDEX_KEY. */
  readonly finished: boolean;
}

/**
 * Indexes every stored role ARN with the newest key of the list, each connection in its own transaction, while the portal runs. If it
 * is interrupted, or reports rows that are left, run it again: it continues. Signatures of verifications that cover the index are
 * made again, unless the stored one is not authentic: that one stays wrong. An ARN that can't be indexed again is reported after all
 * others are.
 *
 * Every web and worker process must have both keys before. A process without the newest key stores no role ARN from now on.
 * @throws MissingIndexKey when the list lacks a key that the database uses
 * @throws AnotherRotation, UnknownIndex, CannotOpen
 */
export async function rotateArnIndex(
  keys: readonly Secret<string>[],
  ring: KeyRing,
  onProgress: (done: number) => void = () => undefined,
): Promise<IndexRotation> {
  const [newest] = keys;
  if (newest === undefined) throw new Error("there is no key to index role ARNs");
  await inTransaction(OWNER, (tx) => knownIndexKeys(tx, keys));
  await start(newest);
  // Before the loop, because a verification that ends during it can connect a role with the old index behind the page that was read.
  const left = await inTransaction(OWNER, (tx) => arnIndexUnfinished(tx));
  let [reindexed, skipped] = [0, 0];
  let failure: unknown;
  for (let page = await pageAfter(null); page.length > 0; page = await pageAfter(page.at(-1) ?? null)) {
    for (const stored of page) {
      const result = await reindex(keys, newest, ring, stored).catch((error: unknown) => {
        if (!(error instanceof UnknownIndex || error instanceof CannotOpen)) throw error;
        failure ??= error;
        return "failed" as const;
      });
      if (result === "reindexed") reindexed += 1;
      if (result === "skipped") skipped += 1;
    }
    onProgress(reindexed);
  }
  if (failure !== undefined) throw failure;
  const finished = skipped === 0 && left.pending === 0 && left.running === 0;
  if (finished) while ((await inTransaction(OWNER, (tx) => finishArnIndex(tx, PAGE))) > 0);
  return { reindexed, skipped, ...left, finished };
}

async function start(newest: Secret<string>): Promise<void> {
  try {
    await inTransaction(OWNER, (tx) => startArnIndex(tx, fingerprintOf(newest)));
  } catch (error) {
    if (refusalOf(error)?.constraint === "arn_index_rotation") throw new AnotherRotation("another key is being replaced", { cause: error });
    throw error;
  }
}

function pageAfter(last: StoredArn | null): Promise<readonly StoredArn[]> {
  return inTransaction(OWNER, (tx) => storedArns(tx, last, PAGE), { readOnly: true });
}

async function reindex(
  keys: readonly Secret<string>[],
  newest: Secret<string>,
  ring: KeyRing,
  stored: StoredArn,
): Promise<"unchanged" | "reindexed" | "skipped"> {
  const { customerId, connectionId, externalId, sealed } = stored;
  const arn = opened(ring, { table: "connections", customerId, connectionId, externalId }, sealed);
  if (!isSameArn(keys, arn, stored.arnHmac)) throw new UnknownIndex(connectionId);
  const becomes = arnHmac(newest, arn);
  if (becomes === stored.arnHmac) return "unchanged";
  const done = await inTransaction(OWNER, async (tx) => {
    const runs = await signedRuns(tx, ring, stored, becomes);
    return reindexRoleArn(tx, stored, { arnHmac: becomes, mac: verificationMacWithIndex(ring, stored, becomes), runs });
  });
  return done ? "reindexed" : "skipped";
}

async function signedRuns(tx: Transaction, ring: KeyRing, stored: StoredArn, becomes: string) {
  const signed: { id: string; mac: string | null }[] = [];
  for (const id of await runsToIndex(tx, stored)) {
    const row = await findRun(tx, stored.customerId, id);
    if (row !== undefined) signed.push({ id, mac: runMacWithIndex(ring, row, becomes) });
  }
  return signed;
}
