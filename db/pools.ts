import pg from "pg";

export type PoolName = "app" | "staff" | "worker" | "signin" | "owner";
export type PoolUrls = Partial<Record<PoolName, string>>;

const LOGIN: Record<PoolName, string> = { app: "sp_app", staff: "sp_staff", worker: "sp_worker", signin: "sp_signin", owner: "sp_owner" };

interface Pools {
  urls: PoolUrls;
  open: Map<PoolName, pg.Pool>;
  max: number;
}

// On globalThis, since a bundler may load this module more than once into one process.
const KEY = Symbol.for("sallyport.pools");
const holder = globalThis as { [KEY]?: Pools };

/**
 * Says where each role of the database logs in; called once when a process starts. This module reads no environment.
 * Throws when a URL logs in as another role than its name says, or when other URLs stand already. `owner` is for commands at a
 * terminal only: web and worker refuse to start with the owner's URL.
 */
export function configurePools(urls: PoolUrls, options: { max?: number } = {}): void {
  for (const [name, url] of Object.entries(urls) as [PoolName, string][]) {
    const login = decodeURIComponent(new URL(url).username);
    if (login !== LOGIN[name]) throw new Error(`The ${name} pool must log in as ${LOGIN[name]}, not as ${login || "nobody"}.`);
  }
  const former = holder[KEY];
  if (former !== undefined) {
    if (JSON.stringify(former.urls) === JSON.stringify(urls)) return;
    throw new Error("The database pools are configured already with other URLs; close them first.");
  }
  holder[KEY] = { urls: { ...urls }, open: new Map(), max: options.max ?? 10 };
}

/** The pool of one role, opened at its first use. Throws when this process was not given that role's URL. */
export function poolOf(name: PoolName): pg.Pool {
  const pools = holder[KEY];
  if (pools === undefined) throw new Error("The database pools are not configured: call configurePools when the process starts.");
  const open = pools.open.get(name);
  if (open !== undefined) return open;
  const url = pools.urls[name];
  if (url === undefined) throw new Error(`This process has no database URL for the role ${LOGIN[name]}.`);
  const pool = new pg.Pool({ connectionString: url, max: pools.max, connectionTimeoutMillis: 5000, application_name: `sallyport-${name}` });
  // A connection that dies while idle is replaced at its next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  pools.open.set(name, pool);
  return pool;
}

/** Closes all pools and forgets their URLs: at the end of a process, or of a test file. */
export async function closePools(): Promise<void> {
  const pools = holder[KEY];
  delete holder[KEY];
  await Promise.all([...(pools?.open.values() ?? [])].map((pool) => pool.end()));
}
