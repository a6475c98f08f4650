import { inTransaction } from "#db/in-transaction.ts";
import { type ChainLink, chainHead, chainHeads, chainLinks, chainNames } from "#db/queries/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import { CHAIN_START, type ChainEnd, isHeadOf, walkChain } from "./audit-chain.ts";
import type { Checkpoint } from "./checkpoint.ts";

/**
 * The first error of a chain. `head` = the stored end of the chain does not match. With checkpoints also:
 * `cut` = it ends before a checkpoint, `rewritten` = its links are valid, but differ from a checkpoint.
 */
export interface ChainBreak {
  readonly chain: string;
  readonly seq: number;
  readonly problem: "gap" | "changed" | "head" | "cut" | "rewritten";
}

export interface ChainReport {
  readonly chains: number;
  readonly events: number;
  readonly breaks: readonly ChainBreak[];
  /** The number of chains with events that no checkpoint covers: a rewritten or cut tail of these is not detected. */
  readonly unanchored: number;
  /** The number of events after the last checkpoint of their chain, over all chains. */
  readonly eventsSince: number;
}

const PIECE = 5000;

/**
 * Recomputes every link of every audit chain that the actor may see, in batches, and compares each end with the head and
 * each checkpoint with its link. Without checkpoints it cannot detect a tail that was cut off together with its head.
 */
export async function verifyAuditChain(actor: Actor, checkpoints: readonly Checkpoint[] = []): Promise<ChainReport> {
  const { heads, names } = await inTransaction(actor, async (tx) => ({ heads: await chainHeads(tx), names: await chainNames(tx) }));
  const anchors = Map.groupBy(checkpoints, ({ chain }) => chain);
  const chains = [...new Set([...heads.map(({ chain }) => chain), ...names, ...anchors.keys()])].toSorted();
  const breaks: ChainBreak[] = [];
  let [events, unanchored, eventsSince] = [0, 0, 0];
  for (const chain of chains) {
    const mine = (anchors.get(chain) ?? []).toSorted((a, b) => a.seq - b.seq);
    const { end, broken } = await walkWhole(actor, chain, mine);
    events += end.seq;
    unanchored += mine.length === 0 && end.seq > 0 ? 1 : 0;
    eventsSince += Math.max(0, end.seq - (mine.at(-1)?.seq ?? 0));
    const beyond = mine.find(({ seq }) => seq > end.seq);
    if (broken !== null) breaks.push(broken);
    else if (beyond !== undefined) breaks.push({ chain, seq: beyond.seq, problem: "cut" });
    else if (!isHeadOf(end, await inTransaction(actor, (tx) => chainHead(tx, chain))))
      breaks.push({ chain, seq: end.seq, problem: "head" });
  }
  return { chains: chains.length, events, breaks, unanchored, eventsSince };
}

async function walkWhole(
  actor: Actor,
  chain: string,
  anchors: readonly Checkpoint[],
): Promise<{ end: ChainEnd; broken: ChainBreak | null }> {
  let end = CHAIN_START;
  for (;;) {
    const links = await inTransaction(actor, (tx) => chainLinks(tx, chain, end.seq, PIECE));
    const walk = walkChain(links, end);
    if (walk.kind === "broken") return { end, broken: { chain, seq: walk.seq, problem: walk.problem } };
    const other = firstRewritten(links, anchors);
    if (other !== undefined) return { end, broken: { chain, seq: other, problem: "rewritten" } };
    end = walk.end;
    if (links.length < PIECE) return { end, broken: null };
  }
}

/**
 * Recomputes the links of one chain, at most `most`, and compares its end with the stored head. Each batch is a transaction of its own, so
 * a long chain keeps no snapshot open.
 */
export async function verifyOneChain(
  actor: Actor,
  chain: string,
  most: number,
  piece = PIECE,
): Promise<{
  readonly events: number;
  readonly broken: { seq: number; problem: "gap" | "changed" | "head" } | null;
  readonly isWhole: boolean;
}> {
  let end = CHAIN_START;
  while (end.seq < most) {
    const links = await inTransaction(actor, (tx) => chainLinks(tx, chain, end.seq, piece));
    const walk = walkChain(links, end);
    if (walk.kind === "broken") return { events: end.seq, broken: { seq: walk.seq, problem: walk.problem }, isWhole: false };
    end = walk.end;
    if (links.length < piece) {
      const head = await inTransaction(actor, (tx) => chainHead(tx, chain));
      const broken = isHeadOf(end, head) ? null : { seq: end.seq, problem: "head" as const };
      return { events: end.seq, broken, isWhole: broken === null };
    }
  }
  return { events: end.seq, broken: null, isWhole: false };
}

/** The first link that differs from the checkpoint at its position. */
function firstRewritten(links: readonly ChainLink[], anchors: readonly Checkpoint[]): number | undefined {
  const first = links[0]?.seq ?? 0;
  return anchors.find(({ seq, hash }) => {
    const link = links[seq - first];
    return seq >= first && link !== undefined && link.hash.toString("hex") !== hash;
  })?.seq;
}
