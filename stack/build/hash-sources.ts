import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A SHA-256 hash of the names and contents of files and folders, without tests and what only tests use. Equal hashes mean an equal build. */
export function hashSources(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) addPath(hash, path);
  return hash.digest("hex");
}

function addPath(hash: ReturnType<typeof createHash>, path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || /\.(test|spec)\.tsx?$/.test(path)) return;
  if (!stat.isDirectory()) {
    hash.update(path).update("\0").update(readFileSync(path));
    return;
  }
  for (const name of readdirSync(path).sort()) if (name !== "testing") addPath(hash, join(path, name));
}
