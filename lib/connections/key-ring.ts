import { Secret } from "#lib/kernel/secret.ts";

/** One AES-256 key and the name it is kept under. The name is stored with what it sealed; the key never is. */
export interface DataKey {
  readonly id: string;
  readonly key: Secret<Buffer>;
}

/** All keys that may open what is stored; `current` is the one that seals. */
export interface KeyRing {
  readonly current: DataKey;
  readonly byId: ReadonlyMap<string, DataKey>;
}

/**
 * Reads a key ring written as `id:base64key,id2:base64key`, first = current. Keys are 32 bytes, ids `[a-z0-9-]{1,32}` and
 * unique. Throws, naming the entry by its position and never its content, so that a start fails instead of a read.
 */
export function parseKeyRing(text: string): KeyRing {
  const entries = text.split(",").map((entry, index) => parseDataKey(entry.trim(), index + 1));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const current = entries[0];
  if (current === undefined || byId.size !== entries.length) throw new Error("the key ring names a key twice");
  return { current, byId };
}

function parseDataKey(entry: string, position: number): DataKey {
  const match = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(entry);
  if (match === null) throw new Error(`key ${position} of the key ring is not id:base64 of 32 bytes`);
  const [, id = "", base64 = ""] = match;
  return { id, key: new Secret(Buffer.from(base64, "base64")) };
}
