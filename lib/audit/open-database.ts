import { closePools, configurePools } from "#db/pools.ts";
import type { Secret } from "#lib/kernel/secret.ts";

/**
 * Says where the roles of the database log in, once when a process starts; whoever may not import the database floor
 * (worker, scripts, the request edge) does it here. Throws when a URL logs in as another role than its own.
 */
export function openDatabase(urls: {
  readonly app?: Secret<string>;
  readonly staff?: Secret<string>;
  readonly worker?: Secret<string>;
  readonly signin?: Secret<string>;
  readonly owner?: Secret<string>;
}): void {
  configurePools(Object.fromEntries(Object.entries(urls).map(([role, url]) => [role, url.reveal()])));
}

/** Ends all connections: at the end of a command, or when a process is told to stop. */
export function closeDatabase(): Promise<void> {
  return closePools();
}
