import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A path in backquotes: it has a folder, and ends in a file or in a slash. */
const NAMED_PATH = /`((?:\.\.?\/)*[A-Za-z0-9_()[\]-][A-Za-z0-9_.()[\]/-]*)`/g;
/** The target of a link or picture without its heading, unless it is an address with a scheme or a heading of the same page. */
const LINK = /\]\(<?(?![a-z]+:|#)([^\s()<>#]+)/g;
const OUR_FOLDERS = /^(app|bench|components|db|deploy|docs|e2e|kernel|lib|public|sandbox|scripts|stack|worker)\//;
const OUR_FILE = /\.(?:ts|tsx|mjs|json|sql|md|png)$/;
/** A source file in a drawing or in backquotes. */
const SOURCE_FILE = /(?<![\w./)-])((?:\([a-z]+\)\/)?[A-Za-z0-9_][A-Za-z0-9_.()[\]/-]*\.tsx?)(?![\w-])/g;
const COMMAND = /npm run (?:-s )?([a-z][a-z:]*)/g;

/** What a document may name. */
export interface Repository {
  /** Whether a file or folder of this path exists. */
  has(path: string): boolean;
  /** The names of all files and folders, without their paths. */
  readonly names: ReadonlySet<string>;
  /** The names of the npm scripts. */
  readonly commands: ReadonlySet<string>;
}

/**
 * The paths, source files and npm commands that a document names and that do not exist, as "document: name". A path is relative to the
 * repository or to the document's folder; a name without a path may be anywhere. The target of a link is relative to the document's folder
 * only, as in a browser. Source files in drawings (code blocks) are checked too.
 */
export function missingNames(document: string, text: string, repository: Repository): string[] {
  const exists = (path: string) => {
    const place = path.replace(/\/$/, "");
    return place.includes("/") ? repository.has(place) || hasFromDocument(place) : repository.names.has(place);
  };
  const hasFromDocument = (path: string) => repository.has(join(dirname(document), path.replace(/\/$/, "")));
  const paths = [...text.matchAll(NAMED_PATH)]
    .map((match) => match[1] ?? "")
    .filter((path) => OUR_FOLDERS.test(path) || (path.includes("/") && (OUR_FILE.test(path) || path.endsWith("/"))))
    .filter((path) => !exists(path));
  const links = [...text.matchAll(LINK)].map((match) => match[1] ?? "").filter((path) => !hasFromDocument(path));
  const sources = [...text.replaceAll(LINK, "]").matchAll(SOURCE_FILE)].map((match) => match[1] ?? "").filter((file) => !exists(file));
  const commands = [...text.matchAll(COMMAND)].map((match) => match[1] ?? "").filter((name) => !repository.commands.has(name));
  return [...new Set([...paths, ...links, ...sources, ...commands.map((name) => `npm run ${name}`)])].map((name) => `${document}: ${name}`);
}

/** `missingNames` of every tracked document. */
export function missingDocPaths(): string[] {
  const files = execFileSync("git", ["ls-files"], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }).split("\n");
  const manifest: { scripts: Record<string, string> } = JSON.parse(readFileSync("package.json", "utf8"));
  const repository: Repository = {
    has: existsSync,
    // The build makes `dist/`, which is not tracked.
    names: new Set(["dist", ...files.filter((file) => existsSync(file)).flatMap((file) => file.split("/"))]),
    commands: new Set(Object.keys(manifest.scripts)),
  };
  return files
    .filter((file) => file.endsWith(".md") && existsSync(file))
    .flatMap((file) => missingNames(file, readFileSync(file, "utf8"), repository));
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
