import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PROGRAM } from "#stack/build/build-release.ts";

const FOLDER = resolve(".data/test/other-build");

/**
 * A build that differs from the one in `dist/` as that of another commit does: it has another ID, and none of the server actions that pages
 * of the first build know. It is a copy with other IDs in all its files, because a second build would take a minute.
 * @returns the path of its `sallyport.js`
 */
export function otherBuild(): string {
  const release = resolve(PROGRAM, "..");
  rmSync(FOLDER, { recursive: true, force: true });
  cpSync(release, FOLDER, { recursive: true });
  const manifest = readFileSync(join(FOLDER, "web/.next/server/server-reference-manifest.json"), "utf8");
  const buildId = readFileSync(join(release, "sources.sha256"), "utf8").slice(0, 20);
  const ids = [buildId, ...Object.keys((JSON.parse(manifest) as { node: Record<string, unknown> }).node)];
  const any = new RegExp(ids.join("|"), "g");
  for (const file of globSync("web/{server.js,package.json,.next/**/*.{js,json,html,rsc,body,meta}}", { cwd: FOLDER })) {
    const text = readFileSync(join(FOLDER, file), "utf8");
    const other = text.replace(any, otherId);
    if (other !== text) writeFileSync(join(FOLDER, file), other);
  }
  return join(FOLDER, "sallyport.js");
}

/** The digits in reverse, so that the ID has the same length and alphabet. An action's first two digits say what it is, and stay. */
function otherId(id: string): string {
  const kept = id.length > 40 ? 2 : 0;
  return id.slice(0, kept) + [...id.slice(kept)].reverse().join("");
}
