import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOMS = /^(app|bench|components|db|deploy|docs|e2e|lib|public|sandbox|scripts|worker)\//;

/** Every path of ours that a document names in backquotes and that is not there, as "document: path". */
export function missingDocPaths(): string[] {
  const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", ...markdownIn("docs")].filter((file) => existsSync(file));
  return documents.flatMap((document) => {
    const named = [...readFileSync(document, "utf8").matchAll(/`([A-Za-z0-9_.()[\]/-]+)`|\]\(([A-Za-z0-9_./-]+)\)/g)].map(
      (match) => match[1] ?? match[2] ?? "",
    );
    return named.filter((path) => ROOMS.test(path) && !existsSync(path.replace(/\/$/, ""))).map((path) => `${document}: ${path}`);
  });
}

function markdownIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file));
}
