import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Secret } from "#kernel/process/secret.ts";

/**
 * The end of a chain at one time, signed with AUDIT_KEY, which the database does not know: the owner of the database can
 * rewrite a chain and its head, but cannot change a checkpoint that is stored elsewhere.
 */
export interface Checkpoint {
  /** ISO 8601. */
  readonly made: string;
  readonly chain: string;
  readonly seq: number;
  /** The hash of the chain's last link, hex. */
  readonly hash: string;
}

const Line = z.object({
  made: z.iso.datetime(),
  chain: z.string().max(60),
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  mac: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A checkpoint as it is stored: with an HMAC-SHA256 over all of it. */
export function sealCheckpoint(key: Secret<string>, checkpoint: Checkpoint): z.infer<typeof Line> {
  return { ...checkpoint, mac: macOf(key, checkpoint) };
}

export type ReadCheckpoint =
  | { readonly kind: "checkpoint"; readonly checkpoint: Checkpoint }
  /** It has the format of a checkpoint and was not signed with any of these keys. */
  | { readonly kind: "forged" }
  /** Any other log line. */
  | { readonly kind: "other" };

/** Parses one line of the worker log, which also has other lines, or of what was sent to AUDIT_CHECKPOINT_URL. */
export function readCheckpoint(keys: readonly Secret<string>[], line: string): ReadCheckpoint {
  const parsed = Line.safeParse(jsonOf(line));
  if (!parsed.success) return { kind: "other" };
  const { mac, ...checkpoint } = parsed.data;
  const same = keys.some((key) => timingSafeEqual(Buffer.from(macOf(key, checkpoint)), Buffer.from(mac)));
  return same ? { kind: "checkpoint", checkpoint } : { kind: "forged" };
}

function macOf(key: Secret<string>, { made, chain, seq, hash }: Checkpoint): string {
  return createHmac("sha256", key.reveal())
    .update(JSON.stringify(["audit-checkpoint", 1, made, chain, seq, hash]))
    .digest("hex");
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
