import { randomBytes } from "node:crypto";
import { RunId } from "#kernel/ids.ts";

/** A run's id, a uuid of version 7. It is made here and not by the database, because the session name is made of it. */
export function newRunId(now: Date): RunId {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return RunId.parse([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-"));
}
