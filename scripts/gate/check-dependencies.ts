import { existsSync, readFileSync } from "node:fs";

/** Direct dependencies without a line of reason in docs/dependencies.md. */
export function unexplainedDependencies(): string[] {
  const manifest: Record<string, Record<string, string>> = JSON.parse(readFileSync("package.json", "utf8"));
  const reasons = existsSync("docs/dependencies.md") ? readFileSync("docs/dependencies.md", "utf8") : "";
  return ["dependencies", "devDependencies", "optionalDependencies"]
    .flatMap((kind) => Object.keys(manifest[kind] ?? {}))
    .filter((name) => !reasons.includes(`\`${name}\``))
    .map((name) => `docs/dependencies.md has no entry for ${name}`);
}
