import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Paths that begin with one of our top-level folders. */
const OUR_FOLDERS = /^(app|bench|components|db|deploy|docs|e2e|kernel|lib|public|sandbox|scripts|stack|worker)\//;

/** Every path of the project that a document names in backquotes or links to and that does not exist, as "document: path". */
export function missingDocPaths(): string[] {
  const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", ...markdownIn("docs")].filter((file) => existsSync(file));
  return documents.flatMap((document) => {
    const named = [...readFileSync(document, "utf8").matchAll(/`([A-Za-z0-9_.()[\]/-]+)`|\]\(([A-Za-z0-9_./-]+)\)/g)].map(
      (match) => match[1] ?? match[2] ?? "",
    );
    return named.filter((path) => OUR_FOLDERS.test(path) && !existsSync(path.replace(/\/$/, ""))).map((path) => `${document}: ${path}`);
  });
}

function markdownIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file));
}

/** The direct dependencies that docs/dependencies.md does not explain. */
export function unexplainedDependencies(): string[] {
  const manifest: Record<string, Record<string, string>> = JSON.parse(readFileSync("package.json", "utf8"));
  const reasons = existsSync("docs/dependencies.md") ? readFileSync("docs/dependencies.md", "utf8") : "";
  return ["dependencies", "devDependencies", "optionalDependencies"]
    .flatMap((kind) => Object.keys(manifest[kind] ?? {}))
    .filter((name) => !reasons.includes(`\`${name}\``))
    .map((name) => `docs/dependencies.md has no entry for ${name}`);
}
