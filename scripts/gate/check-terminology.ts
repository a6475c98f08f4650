import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";

/** Which terms are not used, what to write instead, and where a term is allowed (with the reason). */
const Terminology = z.strictObject({
  terms: z.array(z.strictObject({ not: z.array(z.string()).min(1), use: z.string().min(3) })),
  /** Proper names that contain a term. */
  ignoredNames: z.array(z.string()),
  /** `file` is a path or the beginning of one; `because` says why the term has to stay there. */
  exceptions: z.array(z.strictObject({ file: z.string(), terms: z.array(z.string()).min(1), because: z.string().min(10) })),
});

const LIST = "scripts/gate/terminology.json";
const CHECKED = /\.(?:ts|tsx|mjs|js|css|md|sql)$/;

/** `wasItVerified`, `was-it-verified` and `was it verified` are the same words: one list covers prose, strings and identifiers. */
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu;

/** The words of a text in lowercase, each between two spaces. Line breaks, punctuation and the marks of comments do not count. */
function wordsOf(text: string): string {
  return ` ${(text.match(WORD) ?? []).join(" ").toLowerCase()} `;
}

/**
 * The uses of replaced terms in one text, as "file:line: term → replacement", also of terms that a line break divides. `file` decides
 * which exceptions apply.
 */
export function misusedTermsIn(file: string, text: string): string[] {
  const { terms, ignoredNames, exceptions } = terminology();
  const allowed = exceptions.filter((exception) => file.startsWith(exception.file)).flatMap((exception) => exception.terms);
  const checked = ignoredNames.reduce((rest, name) => rest.replaceAll(name, ""), text);
  const words = wordsOf(checked);
  return terms
    .flatMap(({ not, use }) => not.filter((term) => !allowed.includes(term)).map((term) => ({ term, use })))
    .flatMap(({ term, use }) => linesWith(wordsOf(term), words, checked).map((line) => ({ line, found: `${term} → ${use}` })))
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, found }) => `${file}:${line}: ${found}`);
}

/** The lines, from 1, in which `phrase` begins. `words` are the words of `text`. */
function linesWith(phrase: string, words: string, text: string): number[] {
  const lines: number[] = [];
  for (let at = words.indexOf(phrase); at >= 0; at = words.indexOf(phrase, at + 1)) {
    const wordsBefore = words.slice(0, at).split(" ").length - 1;
    const word = [...text.matchAll(WORD)][wordsBefore];
    lines.push(text.slice(0, word?.index).split("\n").length);
  }
  return lines;
}

let list: z.infer<typeof Terminology> | undefined;
function terminology(): z.infer<typeof Terminology> {
  list ??= Terminology.parse(JSON.parse(readFileSync(LIST, "utf8")));
  return list;
}

function checkedFiles(paths: readonly string[] = []): string[] {
  const files = execFileSync("git", ["ls-files", ...paths], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }).split("\n");
  return files.filter((file) => CHECKED.test(file));
}

/** Checks the tracked documents, sources and styles whose path begins with one of `paths`; without any, all of them. */
export function misusedTerms(paths: readonly string[] = []): string[] {
  return checkedFiles(paths).flatMap((file) => misusedTermsIn(file, readFileSync(file, "utf8")));
}

/** The exceptions that no file needs any more, as "path: term". */
function unusedExceptions(): string[] {
  const words = checkedFiles().map((file) => ({ file, words: wordsOf(readFileSync(file, "utf8")) }));
  return terminology().exceptions.flatMap(({ file: path, terms }) =>
    terms
      .filter((term) => !words.some(({ file, words: used }) => file.startsWith(path) && used.includes(wordsOf(term))))
      .map((term) => `${path}: ${term}`),
  );
}

// `--unused` lists exceptions to remove instead of terms to replace.
if (process.argv[1]?.endsWith("check-terminology.ts")) {
  const paths = process.argv.slice(2);
  const found = paths[0] === "--unused" ? unusedExceptions() : misusedTerms(paths);
  process.stdout.write(found.map((line) => `${line}\n`).join(""));
  process.exitCode = found.length > 0 ? 1 : 0;
}
