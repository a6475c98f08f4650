import { createHash } from "node:crypto";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** How the files of a build name a chunk of the server: by its path from `server/`, with or without folders before it. */
const CHUNK = /(?<=(?:^|["'/]))chunks\/(?:ssr\/)?[^"'/]+\.js(?=["'])/g;

/** The last line of a chunk names its source map, which the release does not have. It is all that differs between equal chunks. */
const MAP_LINE = /\s*\/\/# sourceMappingURL=\S*\s*$/;

/**
 * Turbopack writes a chunk once for each set of entry points that it belongs to, so the server's code that every route handler needs is in fifteen
 * chunks with equal modules. This removes all but one of each group of equal chunks, and names the one where a file of the build named the others. A
 * module has one ID and one instance in a process, whichever chunk it is loaded from, so nothing changes at run time.
 * @param server the folder `.next/server` of a build; its files are changed
 * @returns the number of chunks that were removed
 * @throws Error if a file still names a removed chunk in a way that this does not know
 */
export function mergeEqualChunks(server: string): number {
  const kept = keepOneOfEach(server);
  if (kept.size === 0) return 0;
  const removed = new RegExp([...kept.keys()].flatMap((path) => namesOf(basename(path))).join("|"));
  for (const file of globSync("**/*.{js,json}", { cwd: server })) {
    const text = readFileSync(join(server, file), "utf8");
    const renamed = text.replaceAll(CHUNK, (path) => kept.get(path) ?? path);
    if (renamed !== text) writeFileSync(join(server, file), renamed);
    const left = removed.exec(renamed);
    if (left !== null) throw new Error(`${file} still names the chunk ${left[0]}, which is merged with another one.`);
  }
  return kept.size;
}

/** Removes the chunks that are equal to one before them. Returns the chunk that stays for each that is removed, by paths from the folder. */
function keepOneOfEach(server: string): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const kept = new Map<string, string>();
  for (const path of globSync("chunks/**/*.js", { cwd: server }).sort()) {
    const code = readFileSync(join(server, path), "utf8").replace(MAP_LINE, "\n");
    // Chunks of route handlers and of pages have runtimes of their own.
    const key = createHash("sha256")
      .update(`${dirname(path)}\n${code}`)
      .digest("hex");
    const equal = first.get(key);
    if (equal === undefined) {
      first.set(key, path);
      writeFileSync(join(server, path), code);
    } else {
      kept.set(path, equal);
      rmSync(join(server, path));
    }
  }
  return kept;
}

function namesOf(name: string): readonly string[] {
  return [name, encodeURIComponent(name)].map((text) => text.replace(/\W/g, "\\$&"));
}
