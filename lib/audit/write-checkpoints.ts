import { inTransaction } from "#db/in-transaction.ts";
import { chainHeads } from "#db/queries/audit.ts";
import { recordCheckpoints } from "#db/queries/staff/staff-audit.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { sealCheckpoint } from "./checkpoint.ts";

type Line = ReturnType<typeof sealCheckpoint>;

interface Destinations {
  /** Writes one checkpoint to the log of the process. */
  readonly log: (line: Line) => void;
  /** AUDIT_CHECKPOINT_URL: receives the same lines as newline-delimited JSON, by POST. */
  readonly url: string | null;
}

const LONGEST_POST_MS = 10_000;
/** The most lines of one POST; a line has about 250 bytes. */
const LINES_PER_POST = 2000;

/**
 * Creates the worker's task: each run writes a checkpoint for every chain that has grown since the last run. A line is
 * always written to the log; lines that could not be sent are sent again with the next run. @throws when the URL does not accept them
 */
export function checkpointWriter(actor: SystemActor, key: Secret<string>, { log, url }: Destinations): () => Promise<void> {
  const written = new Map<string, number>();
  // At most one line per chain waits: a newer checkpoint replaces an older one.
  const unsent = new Map<string, Line>();
  return async () => {
    const heads = await inTransaction(actor, (tx) => chainHeads(tx), { readOnly: true });
    const made = new Date().toISOString();
    for (const { chain, seq, hash } of heads) {
      if (seq === 0 || seq <= (written.get(chain) ?? 0)) continue;
      const line = sealCheckpoint(key, { made, chain, seq, hash: hash.toString("hex") });
      log(line);
      written.set(chain, seq);
      unsent.set(chain, line);
    }
    while (unsent.size > 0) {
      const lines = [...unsent.values()].slice(0, LINES_PER_POST);
      if (url !== null) await post(url, lines);
      // Staff see when the last checkpoint was made. Only what has left the database counts as one.
      await inTransaction(actor, (tx) => recordCheckpoints(tx, lines));
      for (const { chain } of lines) unsent.delete(chain);
    }
  };
}

async function post(url: string, lines: readonly Line[]): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST_POST_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw Object.assign(new Error("the checkpoints were not taken"), { code: `HTTP_${answer.status}` });
}
