import { inTransaction } from "#db/in-transaction.ts";
import { chainLinks, chainNames } from "#db/queries/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import { safeJson } from "#kernel/text/safe-text.ts";

const PIECE = 5000;

/**
 * Exports the events of every chain that the actor may see, or of one, oldest first, as JSON lines with their hashes: enough to recompute
 * each link elsewhere. `epoch` is the time in seconds, as it was hashed. JSON escapes line breaks, so each line is one event.
 */
export async function* exportAudit(actor: Actor, only?: string): AsyncGenerator<string> {
  const chains = only === undefined ? await inTransaction(actor, (tx) => chainNames(tx)) : [only];
  for (const chain of chains) {
    let after = 0;
    for (;;) {
      const links = await inTransaction(actor, (tx) => chainLinks(tx, chain, after, PIECE));
      for (const { hash, ...event } of links) yield `${safeJson({ ...event, hash: hash.toString("hex") })}\n`;
      after = links.at(-1)?.seq ?? after;
      if (links.length < PIECE) break;
    }
  }
}
