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
const CHECKED = /\.(?:ts|tsx|mjs|js|css|md)$/;

/** `wasItProven`, `was-it-proven` and `was it proven` are the same words: one list covers prose, strings and identifiers. */
function wordsOf(text: string): string {
  const words = text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu) ?? [];
  return ` ${words.join(" ").toLowerCase()} `;
}

/**
 * The uses of replaced terms in one text, as "file:line: term → replacement". `file` decides which exceptions apply.
 */
export function misusedTermsIn(file: string, text: string): string[] {
  const { terms, ignoredNames, exceptions } = terminology();
  const allowed = exceptions.filter((exception) => file.startsWith(exception.file)).flatMap((exception) => exception.terms);
  const checked = terms
    .flatMap(({ not, use }) => not.map((term) => ({ term, use, words: wordsOf(term) })))
    .filter(({ term }) => !allowed.includes(term));
  return text.split("\n").flatMap((line, n) => {
    const words = wordsOf(ignoredNames.reduce((rest, name) => rest.replaceAll(name, ""), line));
    return checked.filter((phrase) => words.includes(phrase.words)).map(({ term, use }) => `${file}:${n + 1}: ${term} → ${use}`);
  });
}

let list: z.infer<typeof Terminology> | undefined;
function terminology(): z.infer<typeof Terminology> {
  list ??= Terminology.parse(JSON.parse(readFileSync(LIST, "utf8")));
  return list;
}

/** Checks the tracked documents, sources and styles whose path begins with one of `paths`; without any, all of them. */
export function misusedTerms(paths: readonly string[] = []): string[] {
  const files = execFileSync("git", ["ls-files", ...paths], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }).split("\n");
  return files.filter((file) => CHECKED.test(file)).flatMap((file) => misusedTermsIn(file, readFileSync(file, "utf8")));
}

if (process.argv[1]?.endsWith("check-terminology.ts")) {
  const found = misusedTerms(process.argv.slice(2));
  process.stdout.write(found.map((line) => `${line}\n`).join(""));
  process.exitCode = found.length > 0 ? 1 : 0;
}
