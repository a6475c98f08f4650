import pg from "pg";
import { problemSentence, reportRights } from "./role-rights.ts";

export type PoolName = "app" | "staff" | "worker" | "signin" | "owner";
export type PoolUrls = Partial<Record<PoolName, string>>;

const LOGIN: Record<PoolName, string> = { app: "sp_app", staff: "sp_staff", worker: "sp_worker", signin: "sp_signin", owner: "sp_owner" };

interface Pools {
  urls: PoolUrls;
  open: Map<PoolName, pg.Pool>;
  /** Connections that somebody keeps for themselves. */
  kept: Set<pg.Client>;
  max: number;
  /** Pools whose role was checked and may do no more than it must. */
  checked: Set<PoolName>;
  toldOutdated: boolean;
  notice: PoolNotices;
}

/** What a process does with what its first connections find out. */
export interface PoolNotices {
  /** A role may do more than it must: no connection of its pool is handed out. One sentence each, with what to run. */
  readonly unsafe?: (sentences: readonly string[]) => void;
  /** The server misses a security fix. Told once. */
  readonly outdated?: (sentence: string) => void;
}

/** Why a pool hands out no connection. Its message is the sentences of `reportRights`, one a line. */
export class UnsafeRole extends Error {
  override readonly name = "UnsafeRole";
}

// On globalThis, since a bundler may load this module more than once into one process.
const KEY = Symbol.for("sallyport.pools");
const holder = globalThis as { [KEY]?: Pools };

/**
 * Says where each role of the database logs in; called once when a process starts. This module reads no environment.
 * Throws when a URL logs in as another role than its name says, or when other URLs stand already. `owner` is for commands at a
 * terminal only: web and worker refuse to start with the owner's URL.
 */
export function configurePools(urls: PoolUrls, options: PoolNotices & { max?: number } = {}): void {
  for (const [name, url] of Object.entries(urls) as [PoolName, string][]) {
    const login = decodeURIComponent(new URL(url).username);
    if (login !== LOGIN[name]) throw new Error(`The ${name} pool must log in as ${LOGIN[name]}, not as ${login || "nobody"}.`);
  }
  const former = holder[KEY];
  if (former !== undefined) {
    if (JSON.stringify(former.urls) === JSON.stringify(urls)) return;
    throw new Error("The database pools are configured already with other URLs; close them first.");
  }
  holder[KEY] = {
    urls: { ...urls },
    open: new Map(),
    kept: new Set(),
    max: options.max ?? 10,
    checked: new Set(),
    toldOutdated: false,
    notice: options,
  };
}

/** The pool of one role, opened at its first use. Throws when this process was not given that role's URL. */
export function poolOf(name: PoolName): pg.Pool {
  const pools = configured();
  const open = pools.open.get(name);
  if (open !== undefined) return open;
  const pool = new pg.Pool({
    connectionString: urlOf(pools, name),
    max: pools.max,
    connectionTimeoutMillis: 5000,
    application_name: `sallyport-${name}`,
    onConnect: (client) => refuseUnsafeRole(pools, name, client),
  });
  // A connection that dies while idle is replaced at its next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  pools.open.set(name, pool);
  return pool;
}

/**
 * The first connections of a pool are used only when the server says that their role may do no more than it must: a role that can
 * make an object of its own may have it run as sp_owner. One query for each pool, whenever the database is first there.
 */
async function refuseUnsafeRole(pools: Pools, name: PoolName, client: pg.ClientBase): Promise<void> {
  if (pools.checked.has(name)) return;
  const { login, problems, outdated } = await reportRights(client);
  if (outdated !== undefined && !pools.toldOutdated) pools.notice.outdated?.(outdated);
  pools.toldOutdated = true;
  // The owner may do everything to its own objects; only its login is checked. Commands use it, never web or worker.
  const sentences = name === "owner" ? [] : problems.map(problemSentence);
  if (login !== LOGIN[name])
    sentences.unshift(
      `The ${name} pool is logged in as ${login}, not as ${LOGIN[name]}. Correct it: nothing before the database may log in for it.`,
    );
  if (sentences.length > 0) {
    pools.notice.unsafe?.(sentences);
    throw new UnsafeRole(sentences.join("\n"));
  }
  pools.checked.add(name);
}

/**
 * Opens a connection by each URL that this process was given, so that an unsafe role is told of at the start. Answers when each role
 * was checked, or its database could not be reached: then the first connection that succeeds is checked.
 */
export async function checkPools(): Promise<void> {
  const names = Object.keys(holder[KEY]?.urls ?? {}) as PoolName[];
  await Promise.allSettled(names.map(async (name) => (await poolOf(name).connect()).release()));
}

/**
 * A connection beside the pool of a role, for what one connection must keep (session locks, for example). Its queries go one
 * after the other, each for at most five seconds. It is closed with the pools; whoever holds it listens to its `end`.
 * @throws when this process was not given that role's URL, or the database cannot be reached
 */
export async function keptClient(name: PoolName): Promise<pg.Client> {
  const pools = configured();
  const client = new pg.Client({
    connectionString: urlOf(pools, name),
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
    keepAlive: true,
    application_name: `sallyport-${name}-kept`,
  });
  // Without a listener a connection that dies would end the process.
  client.on("error", () => undefined);
  client.once("end", () => pools.kept.delete(client));
  await client.connect();
  pools.kept.add(client);
  await refuseUnsafeRole(pools, name, client);
  return client;
}

function configured(): Pools {
  const pools = holder[KEY];
  if (pools === undefined) throw new Error("The database pools are not configured: call configurePools when the process starts.");
  return pools;
}

function urlOf(pools: Pools, name: PoolName): string {
  const url = pools.urls[name];
  if (url === undefined) throw new Error(`This process has no database URL for the role ${LOGIN[name]}.`);
  return url;
}

/** Closes all pools and forgets their URLs: at the end of a process, or of a test file. */
export async function closePools(): Promise<void> {
  const pools = holder[KEY];
  delete holder[KEY];
  await Promise.all([...(pools?.open.values() ?? []), ...(pools?.kept ?? [])].map((each) => each.end()));
}
