import { inTransaction } from "#db/in-transaction.ts";
import { type CheckedPart, chainAfter, checkChain } from "#db/queries/audit.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { log } from "#kernel/process/log.ts";
import { CHAIN_START, type ChainEnd } from "./audit-chain.ts";
import { reportBrokenChain } from "./report-broken-chain.ts";

/** What one run reads at most. */
interface Budget {
  /** At most 10,000: the database verifies no more at once. */
  readonly events: number;
  /** Most chains are short, and each takes two transactions. */
  readonly chains: number;
}
const BUDGET: Budget = { events: 5000, chains: 100 };

/** Where the last run stopped: in the middle of a chain, or after it (`end` is null). */
interface Position {
  readonly chain: string;
  readonly end: ChainEnd | null;
}

/**
 * Creates the worker's task that verifies all audit chains, one after the other, a part in each run, and begins again after the last one. Each
 * event that is missing or changed raises the alert `audit-chain-broken` once, and is audited. The database computes the hashes, since the
 * worker can't read events; staff and `sallyport audit verify` compute them independently. An end that was removed together with its stored
 * hash is noticed only with the checkpoints. A chain that can't be read is logged and passed over, so it does not stop the others.
 * @param start the chain after which it begins. Each worker begins somewhere else, so chains are verified also when workers restart often
 * @returns a task that returns the chains which it found broken
 */
export function chainWatcher(actor: SystemActor, start: string, budget = BUDGET): () => Promise<readonly string[]> {
  let position: Position = { chain: start, end: null };
  return async () => {
    const broken: string[] = [];
    let events = 0;
    for (let chains = 0; events < budget.events && chains < budget.chains; chains++) {
      const { chain: at, end } = position;
      const chain = end === null ? await inTransaction(actor, (tx) => chainAfter(tx, at), { readOnly: true }) : at;
      // After the last chain comes the first one, with the next run.
      position = { chain: chain ?? "", end: null };
      if (chain === null) break;
      const part = await verifyPart(actor, chain, end ?? CHAIN_START, budget.events - events);
      if (part === null) continue;
      events += part.events;
      if (part.intact.length > 0) broken.push(chain);
      for (const intact of part.intact) await reportBrokenChain(actor, chain, intact);
      position = { chain, end: part.end };
    }
    return broken;
  };
}

interface Part {
  readonly events: number;
  /** For each place where the chain is broken, how many events before it are intact. */
  readonly intact: readonly number[];
  /** Where the next part begins; null if this was the last one. */
  readonly end: ChainEnd | null;
}

/** Verifies the next events of a chain; null if they can't be read. */
async function verifyPart(actor: SystemActor, chain: string, from: ChainEnd, most: number): Promise<Part | null> {
  try {
    const part = await inTransaction(actor, (tx) => checkChain(tx, chain, from, most), { readOnly: true });
    const end = part.last ?? from;
    const isLast = part.events < most;
    const wrong = part.wrong.map((seq) => seq - 1);
    const [strays, head] = [part.hasStrays ? [0] : [], isLast && !isEnd(part, end) ? [end.seq] : []];
    return { events: part.events, intact: [...new Set([...strays, ...wrong, ...head])], end: isLast ? null : end };
  } catch (error) {
    log("error", "audit chain not verified", { chain }, error);
    return null;
  }
}

/** Whether the stored end of a chain is its last event. Both were read at the same moment. */
function isEnd({ head }: CheckedPart, end: ChainEnd): boolean {
  if (head === null) return end.seq === 0;
  return head.seq === end.seq && end.hash.equals(head.hash);
}
