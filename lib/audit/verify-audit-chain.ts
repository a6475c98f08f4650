import { inTransaction } from "#db/in-transaction.ts";
import { chainHeads, chainLinks, chainNames } from "#db/queries/audit-read.ts";
import type { Actor } from "#lib/kernel/actor.ts";
import { CHAIN_START, type ChainEnd, walkChain } from "./audit-chain.ts";

/** The first thing that is wrong with a chain. `head` = its record of its own end does not match: a tail was cut off. */
interface ChainBreak {
  readonly chain: string;
  readonly seq: number;
  readonly problem: "gap" | "changed" | "head";
}

export interface ChainReport {
  readonly chains: number;
  readonly events: number;
  readonly breaks: readonly ChainBreak[];
}

const PIECE = 5000;

/**
 * Recomputes every link of every audit chain that the actor may see, in pieces, and compares each end with the head.
 * It cannot see a tail that was cut off together with its head: only a checkpoint kept elsewhere could.
 */
export async function verifyAuditChain(actor: Actor): Promise<ChainReport> {
  const { heads, names } = await inTransaction(actor, async (tx) => ({ heads: await chainHeads(tx), names: await chainNames(tx) }));
  const ends = new Map(heads.map((head) => [head.chain, head]));
  const chains = [...new Set([...ends.keys(), ...names])].toSorted();
  const breaks: ChainBreak[] = [];
  let events = 0;
  for (const chain of chains) {
    const walked = await walkWhole(actor, chain);
    events += walked.end.seq;
    if (walked.broken !== null) breaks.push(walked.broken);
    else if (!isHeadOf(walked.end, ends.get(chain))) breaks.push({ chain, seq: walked.end.seq, problem: "head" });
  }
  return { chains: chains.length, events, breaks };
}

async function walkWhole(actor: Actor, chain: string): Promise<{ end: ChainEnd; broken: ChainBreak | null }> {
  let end = CHAIN_START;
  for (;;) {
    const links = await inTransaction(actor, (tx) => chainLinks(tx, chain, end.seq, PIECE));
    const walk = walkChain(links, end);
    if (walk.kind === "broken") return { end, broken: { chain, seq: walk.seq, problem: walk.problem } };
    end = walk.end;
    if (links.length < PIECE) return { end, broken: null };
  }
}

/** The head may have moved on since it was read, never back. */
function isHeadOf(end: ChainEnd, head: ChainEnd | undefined): boolean {
  if (head === undefined) return end.seq === 0;
  return end.seq > head.seq || (end.seq === head.seq && end.hash.equals(head.hash));
}
