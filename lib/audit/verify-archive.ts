import { z } from "zod";
import { CHAIN_START, type ChainEnd, walkChain } from "./audit-chain.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { ChainBreak, ChainReport } from "./verify-audit-chain.ts";

/** One line of `audit export`. Numbers in attributes keep their value, because the database writes only whole ones. */
const Line = z.strictObject({
  chain: z.string().max(60),
  seq: z.int().positive(),
  epoch: z.string().regex(/^[0-9]{1,12}(\.[0-9]{1,6})?$/),
  event: z.string().max(200),
  actor: z.string().max(100),
  attributes: z.record(z.string(), z.union([z.string(), z.number()])),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .transform((hex) => Buffer.from(hex, "hex")),
});

export type ArchiveReport =
  | { readonly kind: "verified"; readonly report: ChainReport }
  /** A line that `audit export` did not write; lines are counted from 1. */
  | { readonly kind: "unreadable"; readonly line: number };

interface WalkedChain {
  end: ChainEnd;
  broken: ChainBreak | undefined;
  /** The hash of each checkpoint of the chain by its position. */
  readonly anchors: ReadonlyMap<number, string>;
}

/**
 * Recomputes every link of an exported audit log, and compares it with checkpoints, without a database: what `verifyAuditChain` does,
 * except for the stored ends of the chains. Only a checkpoint shows that the end of a chain is missing. Memory grows with the number of
 * chains and checkpoints, not with the events.
 */
export async function verifyArchive(lines: AsyncIterable<string>, checkpoints: readonly Checkpoint[]): Promise<ArchiveReport> {
  const chains = new Map<string, WalkedChain>();
  const anchorsOf = Map.groupBy(checkpoints, ({ chain }) => chain);
  const of = (chain: string): WalkedChain => {
    const known = chains.get(chain);
    if (known !== undefined) return known;
    const anchors = new Map((anchorsOf.get(chain) ?? []).map(({ seq, hash }) => [seq, hash]));
    const fresh = { end: CHAIN_START, broken: undefined, anchors };
    chains.set(chain, fresh);
    return fresh;
  };
  let number = 0;
  let events = 0;
  for await (const text of lines) {
    number += 1;
    const link = Line.safeParse(jsonOf(text));
    if (!link.success) return { kind: "unreadable", line: number };
    events += 1;
    const { chain, seq, hash } = link.data;
    const walked = of(chain);
    if (walked.broken !== undefined) continue;
    const walk = walkChain([link.data], walked.end);
    const anchor = walked.anchors.get(seq);
    if (walk.kind === "broken") walked.broken = { chain, seq: walk.seq, problem: walk.problem };
    else if (anchor !== undefined && anchor !== hash.toString("hex")) walked.broken = { chain, seq, problem: "rewritten" };
    else walked.end = walk.end;
  }
  for (const { chain } of checkpoints) of(chain);
  return { kind: "verified", report: reportOf(chains, events) };
}

function reportOf(chains: ReadonlyMap<string, WalkedChain>, events: number): ChainReport {
  const breaks: ChainBreak[] = [];
  let [unanchored, eventsSince] = [0, 0];
  for (const [chain, { end, broken, anchors }] of chains) {
    const positions = [...anchors.keys()].toSorted((a, b) => a - b);
    const newest = positions.at(-1) ?? 0;
    const beyond = positions.find((seq) => seq > end.seq);
    if (broken !== undefined) breaks.push(broken);
    else if (beyond !== undefined) breaks.push({ chain, seq: beyond, problem: "cut" });
    unanchored += anchors.size === 0 ? 1 : 0;
    eventsSince += Math.max(0, end.seq - newest);
  }
  return { chains: chains.size, events, breaks, unanchored, eventsSince };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
