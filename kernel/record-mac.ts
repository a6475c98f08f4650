import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { KeyRingEntry } from "./env-fields.ts";
import type { Secret } from "./secret.ts";

/** The key ring of `DATA_KEYS`. The keys of MACs are derived from it under a label of their own, so they seal nothing. */
type Ring = Secret<readonly KeyRingEntry[]>;

/** What a MAC says of a record: that the portal wrote it so, or why it can't be believed. */
export type Authenticity = "authentic" | "unsigned" | "unknown-key" | "forged";

/** Values that JSON writes in one way only. */
export type RecordPart = string | number | boolean | null;

const derived = new WeakMap<Ring, ReadonlyMap<string, Buffer>>();

/** A key for each key of the ring, by its id, the first one first. Derived once a process (RFC 5869). */
function keysOf(ring: Ring): ReadonlyMap<string, Buffer> {
  const known = derived.get(ring);
  if (known !== undefined) return known;
  const keys = new Map(
    ring.reveal().map(({ id, key }) => [id, Buffer.from(hkdfSync("sha256", key, "", "sallyport verification record", 32))]),
  );
  derived.set(ring, keys);
  return keys;
}

function macOf(key: Buffer, kind: string, parts: readonly RecordPart[]): Buffer {
  // JSON of an array, so that no two records can run together into the same bytes.
  return createHmac("sha256", key)
    .update(JSON.stringify([kind, ...parts]), "utf8")
    .digest();
}

/**
 * The MAC of a record under the first key of the ring: `v1.<key id>.<HMAC-SHA256 in base64url>`. `kind` keeps records of
 * different kinds apart. @throws when the ring is empty
 */
export function recordMac(ring: Ring, kind: "probe" | "run" | "proof", parts: readonly RecordPart[]): string {
  const [current] = keysOf(ring);
  if (current === undefined) throw new Error("the key ring is empty");
  const [id, key] = current;
  return `v1.${id}.${macOf(key, kind, parts).toString("base64url")}`;
}

/** Whether this is the MAC that {@link recordMac} makes of the record under any key of the ring, in constant time. */
export function checkRecordMac(
  ring: Ring,
  kind: "probe" | "run" | "proof",
  parts: readonly RecordPart[],
  mac: string | null,
): Authenticity {
  if (mac === null) return "unsigned";
  const match = /^v1\.([a-z0-9]{1,16})\.([A-Za-z0-9_-]{43})$/.exec(mac);
  if (match === null) return "forged";
  const key = keysOf(ring).get(match[1] ?? "");
  if (key === undefined) return "unknown-key";
  const [made, kept] = [macOf(key, kind, parts), Buffer.from(match[2] ?? "", "base64url")];
  return made.length === kept.length && timingSafeEqual(made, kept) ? "authentic" : "forged";
}

/** All that a probe says, and the run that it belongs to: its row can stand for no other probe, run, connection or customer. */
export interface ProbeRecord {
  readonly customerId: string;
  readonly connectionId: string;
  readonly runId: string;
  readonly externalIdId: string;
  readonly sandbox: boolean;
  readonly sessionName: string | null;
  readonly stsRegion: string | null;
  readonly n: number;
  readonly name: string;
  readonly expected: string;
  readonly got: string;
  readonly code: string | null;
  readonly requestId: string | null;
  /** The External ID that was sent, shortened as reports show it. */
  readonly sentHint: string | null;
  readonly ms: number | null;
}

/** The parts of a probe's MAC, in their order. When it was answered is the database's to say; the run's MAC covers that. */
export function probeParts(probe: ProbeRecord): readonly RecordPart[] {
  const { customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion } = probe;
  const { n, name, expected, got, code, requestId, sentHint, ms } = probe;
  const ofRun = [customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion] as const;
  return [...ofRun, n, name, expected, got, code, requestId, sentHint, ms];
}
