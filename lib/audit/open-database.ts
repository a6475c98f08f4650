import { checkPools, closePools, configurePools, type PoolNotices, UnsafeRole } from "#db/pools.ts";
import type { Secret } from "#kernel/secret.ts";

/**
 * Says where the roles of the database log in, once when a process starts; whoever may not import the database floor
 * (worker, scripts, the request edge) does it here. Throws when a URL logs in as another role than its own.
 */
export function openDatabase(
  urls: {
    readonly app?: Secret<string>;
    readonly staff?: Secret<string>;
    readonly worker?: Secret<string>;
    readonly signin?: Secret<string>;
    readonly owner?: Secret<string>;
  },
  notices: PoolNotices = {},
): void {
  configurePools(Object.fromEntries(Object.entries(urls).map(([role, url]) => [role, url.reveal()])), notices);
}

/** What a process that serves does with what its database says about the roles it logs in as. */
export interface DatabaseNotices {
  /** Sentences, one for each thing that a role may do and must not. It ends the process. */
  readonly refuse: (sentences: readonly string[]) => void;
  readonly warn: (sentence: string) => void;
}

/**
 * `openDatabase`, and asks the database at once what these roles may do, so that an unsafe one is refused before anything is served:
 * all of them are told together. Answers after `patienceMs` at the latest, also when the database can't be reached; a role that was
 * not checked by then is checked by its first connection, which no query can precede.
 */
export async function openCheckedDatabase(
  urls: Parameters<typeof openDatabase>[0],
  { refuse, warn }: DatabaseNotices,
  patienceMs: number,
): Promise<void> {
  const found: string[] = [];
  let late = false;
  openDatabase(urls, { outdated: warn, unsafe: (sentences) => (late ? refuse(sentences) : found.push(...sentences)) });
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([checkPools(), patience]);
  clearTimeout(timer);
  late = true;
  if (found.length > 0) refuse(found);
}

/** What a role may do and must not, when that is why the database was not used; undefined for any other error. */
export function unsafeRoleIn(error: unknown): string | undefined {
  for (let depth = 0, at = error; depth < 5 && at instanceof Error; depth += 1, at = at.cause)
    if (at instanceof UnsafeRole) return at.message;
  return undefined;
}

/** Ends all connections: at the end of a command, or when a process is told to stop. */
export function closeDatabase(): Promise<void> {
  return closePools();
}
