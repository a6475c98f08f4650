/** Why the database refused a statement. A request's response distinguishes only `conflict` and `rule` from the others. */
export type RefusalKind = "not-found" | "rule" | "immutable" | "no-right" | "conflict" | "missing-reference";

export interface DatabaseRefusal {
  readonly kind: RefusalKind;
  /** The name of the CHECK or the unique index, or the one that a function raises (`budget`, `last_owner`, `one_open_run` …). */
  readonly constraint?: string;
  /** When a budget is spent: the time at which the next action is possible, and the current time of the database. */
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

/** The refusal that a database error represents; undefined for any other error. Contains no value of a row. */
export function refusalOf(error: unknown): DatabaseRefusal | undefined {
  const found = pgErrorIn(error);
  const kind = found === undefined ? undefined : KINDS[found.code];
  if (found === undefined || kind === undefined) return undefined;
  if (typeof found.constraint !== "string") return { kind };
  const next = nextActOf(found);
  return { kind, constraint: found.constraint, ...(next !== undefined && { next }) };
}

/** The two times in the hint of `write_audit` when a budget is spent, in milliseconds since 1970. */
function nextActOf({ constraint, hint }: PgError): DatabaseRefusal["next"] {
  if (typeof constraint !== "string" || !constraint.startsWith("budget_") || typeof hint !== "string") return undefined;
  const [, freeAt, now] = /^(\d{13}) (\d{13})$/.exec(hint) ?? [];
  return freeAt === undefined || now === undefined ? undefined : { freeAt: new Date(Number(freeAt)), now: new Date(Number(now)) };
}

/** The SQLSTATE of a database error or of one of its causes; undefined if there is none. */
export function sqlStateOf(error: unknown): string | undefined {
  return pgErrorIn(error)?.code;
}

function pgErrorIn(error: unknown): PgError | undefined {
  for (let depth = 0, at = error; depth < 5 && typeof at === "object" && at !== null; depth++, at = "cause" in at ? at.cause : undefined) {
    if ("code" in at && typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code) && "severity" in at) return at as PgError;
  }
  return undefined;
}
