import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { chainLinks } from "#db/queries/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import { contentDigest } from "./record-audit.ts";

const Row = z.object({
  chain: z.uuid(),
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  attributes: z.record(z.string(), z.union([z.string(), z.number()])),
});
const ReportFile = z.object({
  format: z.literal("sallyport-report-1"),
  evidence: z.record(z.string(), z.unknown()),
  evidenceSha256: z.string(),
  probes: z.array(z.record(z.string(), z.unknown())).nullable(),
  audit: z.object({ started: Row.nullable(), closed: Row.nullable() }),
});

export type ReportCheck =
  | { readonly kind: "holds"; readonly seq: number; readonly chain: string }
  /** The file is not the one that was downloaded, or it differs from the audit chain. */
  | { readonly kind: "broken"; readonly why: "unreadable" | "edited" | "not-closed" | "row-missing" | "row-differs" };

/**
 * Checks that the file of a verification report is unchanged and that the audit chain still has its rows, with the hashes that
 * the file names. It does not check the links of the chain: `verifyAuditChain` does.
 */
export async function checkReport(actor: Actor, text: string): Promise<ReportCheck> {
  const file = ReportFile.safeParse(jsonOf(text));
  if (!file.success) return { kind: "broken", why: "unreadable" };
  const { evidence, evidenceSha256, probes, audit } = file.data;
  const digest = contentDigest(evidence);
  if (digest !== evidenceSha256) return { kind: "broken", why: "edited" };
  if (probes !== null && contentDigest(probes) !== evidence["probesSha256"]) return { kind: "broken", why: "edited" };
  const { started, closed } = audit;
  if (closed === null) return { kind: "broken", why: "not-closed" };
  if (closed.attributes["report"] !== digest) return { kind: "broken", why: "edited" };
  for (const row of started === null ? [closed] : [started, closed]) {
    const [link] = await inTransaction(actor, (tx) => chainLinks(tx, row.chain, row.seq - 1, 1), { readOnly: true });
    if (link?.seq !== row.seq) return { kind: "broken", why: "row-missing" };
    if (link.hash.toString("hex") !== row.hash) return { kind: "broken", why: "row-differs" };
    if (link.attributes["run"] !== evidence["run"]) return { kind: "broken", why: "row-differs" };
    if (row === closed && link.attributes["report"] !== digest) return { kind: "broken", why: "row-differs" };
  }
  return { kind: "holds", seq: closed.seq, chain: closed.chain };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
