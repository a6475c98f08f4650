import type pg from "pg";
import { SecretValues } from "#kernel/process/secret-values.ts";
import { DatabaseLogin, LoginPool } from "./database-login.ts";
import { problemSentence, reportRights } from "./role-rights.ts";

export type PoolName = "app" | "staff" | "worker" | "signin" | "owner";
/** A URL, or one whose password is read again after the server rejected it. */
type PoolUrl = string | SecretValues;
export type PoolUrls = Partial<Record<PoolName, PoolUrl>>;

const LOGIN: Record<PoolName, string> = { app: "sp_app", staff: "sp_staff", worker: "sp_worker", signin: "sp_signin", owner: "sp_owner" };

interface Pools {
  urls: Partial<Record<PoolName, string>>;
  logins: Map<PoolName, DatabaseLogin>;
  open: Map<PoolName, pg.Pool>;
  /** Connections outside the pools. */
  dedicated: Set<pg.Client>;
  max: number;
  /** Pools whose role was checked and has no rights that it must not have. */
  checked: Set<PoolName>;
  outdatedReported: boolean;
  notice: PoolNotices;
}

/** Callbacks for what the first connection of each pool finds out. */
export interface PoolNotices {
  /** A role has rights that it must not have, so its pool returns no connection. One sentence for each, with what to run. */
  readonly unsafe?: (sentences: readonly string[]) => void;
  /** The server lacks a security fix. Called once. */
  readonly outdated?: (sentence: string) => void;
}

/** A pool returns no connection because of its role's rights. The message contains one sentence of `reportRights` on each line. */
export class UnsafeRole extends Error {
  override readonly name = "UnsafeRole";
}

/** The connections that a process opens at most for one role. */
export const POOL_SIZE = 10;

// On globalThis, since a bundler may load this module more than once into one process.
const KEY = Symbol.for("sallyport.pools");
const holder = globalThis as { [KEY]?: Pools };

/**
 * Sets the URL of each database role; called once when a process starts. `owner` is for operator commands only: web and worker
 * refuse to start with it.
 * @throws when a URL logs in as another role than its name says, or when the pools are configured already with other URLs
 */
export function configurePools(urls: PoolUrls, options: PoolNotices & { max?: number } = {}): void {
  const given = (Object.entries(urls) as [PoolName, PoolUrl][]).map(([name, url]) => ({ name, values: valuesOf(url) }));
  const texts = Object.fromEntries(given.map(({ name, values }) => [name, values.newest.reveal()]));
  for (const { name } of given) {
    const login = decodeURIComponent(new URL(texts[name] ?? "").username);
    if (login !== LOGIN[name]) throw new Error(`The ${name} pool must log in as ${LOGIN[name]}, not as ${login || "no role"}.`);
  }
  const existing = holder[KEY];
  if (existing !== undefined) {
    if (JSON.stringify(existing.urls) === JSON.stringify(texts)) return;
    throw new Error("The database pools are configured already with other URLs; close them first.");
  }
  holder[KEY] = {
    urls: texts,
    logins: new Map(given.map(({ name, values }) => [name, new DatabaseLogin(values)])),
    open: new Map(),
    dedicated: new Set(),
    max: options.max ?? POOL_SIZE,
    checked: new Set(),
    outdatedReported: false,
    notice: options,
  };
}

/** The pool of one role, opened at its first use. @throws when this process has no URL for that role */
export function poolOf(name: PoolName): pg.Pool {
  const pools = configured();
  const open = pools.open.get(name);
  if (open !== undefined) return open;
  const pool = new LoginPool(loginOf(pools, name), {
    max: pools.max,
    connectionTimeoutMillis: 5000,
    application_name: `sallyport-${name}`,
    onConnect: (client) => refuseUnsafeRole(pools, name, client),
  });
  // The pool replaces an idle connection that breaks. Without a listener the error would end the process.
  pool.on("error", () => undefined);
  pools.open.set(name, pool);
  return pool;
}

/**
 * Checks the role of a pool on its first connection: a role that can create objects could have its own code run as sp_owner. One
 * query for each pool, at the first successful connection.
 */
async function refuseUnsafeRole(pools: Pools, name: PoolName, client: pg.ClientBase): Promise<void> {
  if (pools.checked.has(name)) return;
  const { login, problems, outdated } = await reportRights(client);
  if (outdated !== undefined && !pools.outdatedReported) pools.notice.outdated?.(outdated);
  pools.outdatedReported = true;
  // The owner may do everything with its own objects, so only its login is checked. Commands use it, web and worker do not.
  const sentences = name === "owner" ? [] : problems.map(problemSentence);
  if (login !== LOGIN[name])
    sentences.unshift(
      `The ${name} pool is logged in as ${login}, not as ${LOGIN[name]}. Correct it: a connection pooler between the portal and the database must not log in as another role.`,
    );
  if (sentences.length > 0) {
    pools.notice.unsafe?.(sentences);
    throw new UnsafeRole(sentences.join("\n"));
  }
  pools.checked.add(name);
}

/**
 * Opens a connection of each configured pool, so that an unsafe role is reported when the process starts. Resolves when each role
 * was checked or its database could not be reached; in that case the first successful connection is checked.
 */
export async function checkPools(): Promise<void> {
  const names = Object.keys(holder[KEY]?.urls ?? {}) as PoolName[];
  await Promise.allSettled(names.map(async (name) => (await poolOf(name).connect()).release()));
}

/**
 * A connection outside the pool of a role, for state that belongs to one connection (such as session-level advisory locks). Its
 * queries run one after the other, each for at most five seconds. `closePools` closes it; the caller listens to its event `end`.
 * @throws when this process has no URL for that role, or the database cannot be reached
 */
export async function openDedicatedClient(name: PoolName): Promise<pg.Client> {
  const pools = configured();
  const client = await loginOf(pools, name).open({
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
    keepAlive: true,
    application_name: `sallyport-${name}-dedicated`,
  });
  client.once("end", () => pools.dedicated.delete(client));
  pools.dedicated.add(client);
  await refuseUnsafeRole(pools, name, client);
  return client;
}

function configured(): Pools {
  const pools = holder[KEY];
  if (pools === undefined) throw new Error("The database pools are not configured: call configurePools when the process starts.");
  return pools;
}

function loginOf(pools: Pools, name: PoolName): DatabaseLogin {
  const login = pools.logins.get(name);
  if (login === undefined) throw new Error(`This process has no database URL for the role ${LOGIN[name]}.`);
  return login;
}

function valuesOf(url: PoolUrl): SecretValues {
  return typeof url === "string" ? new SecretValues(() => [url]) : url;
}

/** Closes all pools and dedicated connections and removes their URLs, at the end of a process or of a test file. */
export async function closePools(): Promise<void> {
  const pools = holder[KEY];
  delete holder[KEY];
  await Promise.all([...(pools?.open.values() ?? []), ...(pools?.dedicated ?? [])].map((each) => each.end()));
}
