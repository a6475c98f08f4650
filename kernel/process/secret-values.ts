import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { log } from "./log.ts";
import { Secret } from "./secret.ts";

/** A value, or a file with it, is rejected above this size, so that a wrong path can't fill the memory. */
const LARGEST_FILE = 64 * 1024;

/** The values that a credential for another service may have at the moment, newest first: during a change of it there are two. */
export class SecretValues {
  readonly #read: () => readonly string[];
  #values: readonly Secret<string>[];

  /** @param read returns the values; called again by {@link changedSince}, for example to read a file. Its errors are passed on */
  constructor(read: () => readonly string[]) {
    this.#read = read;
    this.#values = read().map((value) => new Secret(value));
  }

  /** One to four values, newest first. */
  get all(): readonly Secret<string>[] {
    return this.#values;
  }

  /** The newest value. */
  get newest(): Secret<string> {
    const [newest] = this.#values;
    if (newest === undefined) throw new Error("a secret has no value");
    return newest;
  }

  /**
   * Reads the values again after the other service rejected all that a caller had from {@link all}. Returns whether there are others
   * now; another caller may have read them before. Values that can't be read, or are invalid, change nothing and are logged.
   */
  changedSince(tried: readonly Secret<string>[]): boolean {
    if (this.#values !== tried) return true;
    try {
      const values = this.#read();
      if (values.length === tried.length && values.every((value, n) => value === tried[n]?.reveal())) return false;
      this.#values = values.map((value) => new Secret(value));
      return true;
    } catch (error) {
      const facts = error instanceof BadSecretFile ? { problem: error.message.trim() } : {};
      log("error", "a rejected credential can't be read again", facts, error);
      return false;
    }
  }

  toJSON(): never {
    throw new Error("a secret cannot be serialized");
  }

  toString(): string {
    return "[redacted]";
  }

  [inspect.custom](): string {
    return "[redacted]";
  }
}

/** The variables of which `<name>_FILE` may name a file that contains the value. */
export const IN_FILES = [
  "AUTH_SECRET",
  "DATA_KEYS",
  "ARN_INDEX_KEY",
  "AUDIT_KEY",
  "OIDC_CLIENT_SECRET",
  "STAFF_OIDC_CLIENT_SECRET",
  "SMTP_URL",
  "DATABASE_URL",
  "DATABASE_STAFF_URL",
  "DATABASE_SIGNIN_URL",
  "DATABASE_WORKER_URL",
  "DATABASE_OWNER_URL",
  "DATABASE_ADMIN_URL",
] as const;

type Source = Readonly<Record<string, string | undefined>>;

/** The problems of `…_FILE` variables, one for each, without any content of a file. */
export class BadSecretFile extends Error {
  override readonly name = "BadSecretFile";
}

/**
 * The environment with the content of the files that `…_FILE` variables name, such as `AUTH_SECRET_FILE` for `AUTH_SECRET`. Spaces
 * and line breaks around the content are dropped.
 * @throws BadSecretFile when a file can't be read, is empty or larger than 64 KiB, or when both variables are set
 */
export function withSecretFiles(source: Source): Source {
  const read: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of IN_FILES) {
    const path = source[`${name}_FILE`];
    if (!path) continue;
    const found = source[name] ? `and ${name} are both set. Remove one of them.` : contentOf(path);
    if (typeof found === "string") problems.push(`${name}_FILE ${found}`);
    else read[name] = found.content;
  }
  if (problems.length > 0) throw new BadSecretFile(problems.map((problem) => `  ${problem}`).join("\n"));
  return { ...source, ...read };
}

function contentOf(path: string): string | { readonly content: string } {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > LARGEST_FILE) return "names a file that is larger than 64 KiB. Check the path.";
    const content = bytes.toString("utf8").trim();
    return content === "" ? "names an empty file." : { content };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    return `names a file that can't be read${code}. Check the path and its permissions.`;
  }
}
