import type { PoolConfig } from "pg";
import { DatabaseLogin } from "#db/database-login.ts";
import { checkPools, closePools, configurePools, type PoolNotices, UnsafeRole } from "#db/pools.ts";
import { log } from "#kernel/process/log.ts";
import { Secret } from "#kernel/process/secret.ts";
import type { SecretValues } from "#kernel/process/secret-values.ts";

/** A connection URL of a command, or one of a server, whose password is read again after the database rejected it. */
type RoleUrl = Secret<string> | SecretValues;

/**
 * Configures the connection URLs of the database roles, once when a process starts. Code that may not import from the `db` layer
 * (worker, scripts, HTTP server) calls this. @throws when a URL logs in as a role other than its own
 */
export function openDatabase(
  urls: {
    readonly app?: RoleUrl;
    readonly staff?: RoleUrl;
    readonly worker?: RoleUrl;
    readonly signin?: RoleUrl;
    readonly owner?: RoleUrl;
  },
  notices: PoolNotices = {},
): void {
  configurePools(
    Object.fromEntries(Object.entries(urls).map(([role, url]) => [role, url instanceof Secret ? url.reveal() : url])),
    notices,
  );
}

/** Settings of `pg` for connections that another package opens, with the same handling of a changed password. */
export function connectionSettings(url: SecretValues): PoolConfig {
  return new DatabaseLogin(url).settings;
}

/** What a server process does about the result of the check of its database roles. */
interface DatabaseNotices {
  /** Gets one sentence for each privilege that a role must not have, and ends the process. */
  readonly refuse: (sentences: readonly string[]) => void;
  readonly warn: (sentence: string) => void;
}

/** EX_CONFIG of sysexits.h: restarting does not help. */
const UNSAFE_DATABASE = 78;

const LOGGED: DatabaseNotices = {
  refuse(sentences) {
    for (const problem of sentences) log("error", "unsafe database role", { problem });
    process.exit(UNSAFE_DATABASE);
  },
  warn: (problem) => log("warn", "database outdated", { problem }),
};

/**
 * Like `openDatabase`, and also checks the privileges of these roles, so that an unsafe role is refused before anything is served:
 * all of them are logged together, and the process ends with exit code 78. Returns after `patienceMs` milliseconds at the latest, also when the database can't be reached;
 * a role that was not checked by then is checked on its first connection, before any query.
 */
export async function openCheckedDatabase(
  urls: Parameters<typeof openDatabase>[0],
  patienceMs: number,
  { refuse, warn }: DatabaseNotices = LOGGED,
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

/** The excess privileges of a role when they are the reason for the error; undefined for any other error. */
export function unsafeRoleIn(error: unknown): string | undefined {
  for (let depth = 0, at = error; depth < 5 && at instanceof Error; depth += 1, at = at.cause)
    if (at instanceof UnsafeRole) return at.message;
  return undefined;
}

/** Closes all connections, at the end of a command or when a process receives a signal to stop. */
export function closeDatabase(): Promise<void> {
  return closePools();
}
