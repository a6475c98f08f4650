import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { KeyRingEntry } from "#kernel/process/env-fields.ts";
import type { Secret } from "#kernel/process/secret.ts";

/** The keys in `DATA_KEYS`. The MAC keys are derived from them with their own label, so that they differ from the encryption keys. */
type Ring = Secret<readonly KeyRingEntry[]>;

/** Whether the portal wrote a record as it is, or why its MAC does not confirm that. */
export type Authenticity = "authentic" | "unsigned" | "unknown-key" | "forged";

/** Values that have only one form in JSON. */
export type RecordPart = string | number | boolean | null;

const derived = new WeakMap<Ring, ReadonlyMap<string, Buffer>>();

/** The derived key of each key of the ring by its ID, in the ring's order. Derived once per process with HKDF (RFC 5869). */
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
  // As a JSON array, different records never give the same bytes, as joined strings could.
  return createHmac("sha256", key)
    .update(JSON.stringify([kind, ...parts]), "utf8")
    .digest();
}

/**
 * The MAC of a record with the first key of the ring: `v1.<key ID>.<HMAC-SHA256 in base64url>`. `kind` makes the MACs of
 * different kinds of records differ. @throws Error when the ring is empty
 */
export function recordMac(ring: Ring, kind: "probe" | "run" | "verification", parts: readonly RecordPart[]): string {
  const [current] = keysOf(ring);
  if (current === undefined) throw new Error("the key ring is empty");
  const [id, key] = current;
  return `v1.${id}.${macOf(key, kind, parts).toString("base64url")}`;
}

/** Whether {@link recordMac} gives this MAC for the record with any key of the ring. The comparison takes constant time. */
export function checkRecordMac(
  ring: Ring,
  kind: "probe" | "run" | "verification",
  parts: readonly RecordPart[],
  mac: string | null,
): Authenticity {
  if (mac === null) return "unsigned";
  const match = /^v1\.([a-z0-9]{1,16})\.([A-Za-z0-9_-]{43})$/.exec(mac);
  if (match === null) return "forged";
  const key = keysOf(ring).get(match[1] ?? "");
  if (key === undefined) return "unknown-key";
  const [computed, stored] = [macOf(key, kind, parts), Buffer.from(match[2] ?? "", "base64url")];
  return computed.length === stored.length && timingSafeEqual(computed, stored) ? "authentic" : "forged";
}

/** The stored result of a probe with its run, so that the MAC is not valid for another probe, run, connection or customer. */
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

/** The values under a probe's MAC, in order. The database sets the time of the answer; the MAC of the run covers it. */
export function probeParts(probe: ProbeRecord): readonly RecordPart[] {
  const { customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion } = probe;
  const { n, name, expected, got, code, requestId, sentHint, ms } = probe;
  const ofRun = [customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion] as const;
  return [...ofRun, n, name, expected, got, code, requestId, sentHint, ms];
}
