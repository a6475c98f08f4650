/** What the database said no to. At the door all of them but `conflict` and `rule` read alike. */
export type RefusalKind = "not-found" | "rule" | "immutable" | "no-right" | "conflict" | "missing-reference";

export interface DatabaseRefusal {
  readonly kind: RefusalKind;
  /** The rule's name: a CHECK, a unique index or a function's own word (`budget`, `last_owner`, `one_open_run` …). */
  readonly constraint?: string;
  /** Of an act over its budget: when the next one is possible, and what the database's time is now. */
  readonly next?: { readonly freeAt: Date; readonly now: Date };
}

const KINDS: Readonly<Record<string, RefusalKind>> = {
  P0002: "not-found",
  "23514": "rule",
  "23502": "rule",
  "23001": "immutable",
  "42501": "no-right",
  "23505": "conflict",
  "23503": "missing-reference",
};

interface PgError {
  code: string;
  constraint?: unknown;
  hint?: unknown;
  table?: unknown;
  column?: unknown;
}

/** The refusal that an error of the database is, or undefined for any other error. Holds no value of any row. */
export function refusalOf(error: unknown): DatabaseRefusal | undefined {
  const found = pgErrorIn(error);
  const kind = found === undefined ? undefined : KINDS[found.code];
  if (found === undefined || kind === undefined) return undefined;
  if (typeof found.constraint !== "string") return { kind };
  const next = nextActOf(found);
  return { kind, constraint: found.constraint, ...(next !== undefined && { next }) };
}

/** The two moments that `write_audit` gives with an act over its budget, in milliseconds since 1970. */
function nextActOf({ constraint, hint }: PgError): DatabaseRefusal["next"] {
  if (typeof constraint !== "string" || !constraint.startsWith("budget_") || typeof hint !== "string") return undefined;
  const [, freeAt, now] = /^(\d{13}) (\d{13})$/.exec(hint) ?? [];
  return freeAt === undefined || now === undefined ? undefined : { freeAt: new Date(Number(freeAt)), now: new Date(Number(now)) };
}

/** The five characters that name an error of the database, wherever in the chain of causes it stands. */
export function sqlStateOf(error: unknown): string | undefined {
  return pgErrorIn(error)?.code;
}

/**
 * One line for a log. Never the message, the detail, the place or the parameters: Postgres prints the failing row there,
 * and drizzle's own error repeats every parameter.
 */
export function describeDatabaseError(error: unknown): string {
  const found = pgErrorIn(error);
  if (found === undefined) return `not an error of the database (${error instanceof Error ? error.name : typeof error})`;
  const words = [found.constraint, found.table, found.column].filter((word) => typeof word === "string" && /^\w{1,63}$/.test(word));
  return [`SQLSTATE ${found.code}`, ...words].join(" ");
}

function pgErrorIn(error: unknown): PgError | undefined {
  for (let depth = 0, at = error; depth < 5 && typeof at === "object" && at !== null; depth++, at = "cause" in at ? at.cause : undefined) {
    if ("code" in at && typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code) && "severity" in at) return at as PgError;
  }
  return undefined;
}
