import { createHash } from "node:crypto";
import type { ChainHead, ChainLink } from "#db/queries/audit.ts";

/** The last valid link of a walk through a chain. A chain begins at 0 with an empty hash. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: Buffer;
}

export type ChainWalk =
  | { readonly kind: "holds"; readonly end: ChainEnd }
  | { readonly kind: "broken"; readonly seq: number; readonly problem: "gap" | "changed" };

export const CHAIN_START: ChainEnd = { seq: 0, hash: Buffer.alloc(0) };

/**
 * Checks links in order, from where the previous walk ended. Does not use the database's hash function, so that it is an
 * independent check.
 */
export function walkChain(links: readonly ChainLink[], from: ChainEnd = CHAIN_START): ChainWalk {
  let end = from;
  for (const link of links) {
    if (link.seq !== end.seq + 1) return { kind: "broken", seq: end.seq + 1, problem: "gap" };
    if (!hashOf(link, end.hash).equals(link.hash)) return { kind: "broken", seq: link.seq, problem: "changed" };
    end = { seq: link.seq, hash: link.hash };
  }
  return { kind: "holds", end };
}

/**
 * Whether a walk ended where the stored end of the chain is, which was read after the walk: the chain may have grown since. A stored end that
 * is behind the last event, or that no event has, is wrong.
 */
export function isHeadOf(end: ChainEnd, head: ChainHead | undefined): boolean {
  if (head === undefined) return end.seq === 0;
  return head.isReal && (head.seq > end.seq || (head.seq === end.seq && end.hash.equals(head.hash)));
}

/** SHA-256 over the previous hash and the event's jsonb text. */
function hashOf(link: Omit<ChainLink, "hash">, previous: Buffer): Buffer {
  const parts = [link.chain, link.seq, link.epoch, link.event, link.actor].map((part) => JSON.stringify(part));
  const text = `[${[...parts, objectText(link.attributes)].join(", ")}]`;
  return createHash("sha256").update(previous).update(text, "utf8").digest();
}

/** Prints an object as Postgres prints jsonb: keys sorted by length, then by bytes, and a space after each colon and comma. */
function objectText(attributes: ChainLink["attributes"]): string {
  const bytes = (key: string) => Buffer.from(key, "utf8");
  const keys = Object.keys(attributes).toSorted((a, b) => bytes(a).length - bytes(b).length || Buffer.compare(bytes(a), bytes(b)));
  return `{${keys.map((key) => `${JSON.stringify(key)}: ${JSON.stringify(attributes[key])}`).join(", ")}}`;
}
