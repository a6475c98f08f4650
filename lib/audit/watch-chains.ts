import { inTransaction } from "#db/in-transaction.ts";
import { chainAfter, chainHead, checkChain } from "#db/queries/audit.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { CHAIN_START, type ChainEnd, isHeadOf } from "./audit-chain.ts";
import { reportBrokenChain } from "./report-broken-chain.ts";

/** What one run reads at most. */
interface Budget {
  readonly events: number;
  /** Most chains are short, and each takes three queries. */
  readonly chains: number;
}
const BUDGET: Budget = { events: 5000, chains: 100 };

/** Where the last run stopped: in the middle of a chain, or after it (`end` is null). */
interface Position {
  readonly chain: string;
  readonly end: ChainEnd | null;
}

/**
 * Creates the worker's task that verifies all audit chains, one after the other, a part in each run, and begins again after the last one. A
 * broken chain raises the alert `audit-chain-broken` and is audited. The database computes the hashes, since the worker can't read
 * events; staff and `sallyport audit verify` compute them independently. An end that was removed together with its stored hash is noticed only
 * with the checkpoints.
 * @param start the chain after which it begins. Each worker begins somewhere else, so chains are verified also when workers restart often
 * @returns a task that returns the chains which it found broken
 */
export function chainWatcher(actor: SystemActor, start: string, budget = BUDGET): () => Promise<readonly string[]> {
  let position: Position = { chain: start, end: null };
  return async () => {
    const broken: string[] = [];
    let [events, chains] = [0, 0];
    while (events < budget.events && chains < budget.chains) {
      const step = await verifyPart(actor, position, budget.events - events);
      events += step.events;
      chains += 1;
      if (step.broken !== null) {
        await reportBrokenChain(actor, step.broken.chain, step.broken.intact);
        broken.push(step.broken.chain);
      }
      if (step.position === null) {
        // After the last chain comes the first one, with the next run.
        position = { chain: "", end: null };
        break;
      }
      position = step.position;
    }
    return broken;
  };
}

interface Part {
  readonly events: number;
  /** The chain if it is broken, and how many of its events are intact before the first wrong one. */
  readonly broken: { readonly chain: string; readonly intact: number } | null;
  /** Where the next part begins; null after the last chain. */
  readonly position: Position | null;
}

/** Verifies the next events of the chain, or the first ones of the chain after it. */
async function verifyPart(actor: SystemActor, { chain: at, end }: Position, most: number): Promise<Part> {
  const read = await inTransaction(
    actor,
    async (tx) => {
      const chain = end === null ? await chainAfter(tx, at) : at;
      if (chain === null) return null;
      // Before the events, so a chain that grows meanwhile is not taken for one without its end.
      const head = await chainHead(tx, chain);
      return { chain, head, part: await checkChain(tx, chain, end ?? CHAIN_START, most) };
    },
    { readOnly: true },
  );
  if (read === null) return { events: 0, broken: null, position: null };
  const { chain, head, part } = read;
  const { events, wrongSeq } = part;
  const reached = part.last ?? end ?? CHAIN_START;
  const after = { chain, end: null };
  if (wrongSeq !== null) return { events, broken: { chain, intact: wrongSeq - 1 }, position: after };
  if (events === most) return { events, broken: null, position: { chain, end: reached } };
  return { events, broken: isHeadOf(reached, head) ? null : { chain, intact: reached.seq }, position: after };
}
