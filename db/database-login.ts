import pg from "pg";
import { parseIntoClientConfig } from "pg-connection-string";
import { log } from "#kernel/process/log.ts";
import type { Secret } from "#kernel/process/secret.ts";
import type { SecretValues } from "#kernel/process/secret-values.ts";

/**
 * SQLSTATEs of a server that rejects a login: the password is wrong, or the role may not log in.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const REJECTED = new Set(["28P01", "28000"]);

/** Milliseconds in which a login that was rejected is not tried again, so that a wrong password does not become a stream of connections. */
const HOLD_MS = 1000;

/** Whether the server rejected a login. */
export function isLoginRejected(error: unknown): boolean {
  return error instanceof Error && "severity" in error && "code" in error && REJECTED.has(String(error.code));
}

type Connect = pg.Client["connect"];
type Callback = (error: Error, result: pg.QueryResult) => void;
/** One signature for all that `pg` has. */
type Query = (config: unknown, values: unknown, callback?: Callback) => unknown;

/**
 * How a process logs in as one role, with a password that can change while the process runs. New connections use the present password. When the
 * server rejects it, the URL is read again: if its password changed, the connection is made with that one. Otherwise the error is remembered
 * for a second, in which only connections that are open already are used.
 */
export class DatabaseLogin {
  readonly #url: SecretValues;
  readonly #now: () => number;
  readonly #Client = this.#clientClass();
  /** Settings of `pg`, for a pool or a connection: server and role as they were at first, and the present password. */
  readonly settings: pg.PoolConfig;
  #hold: { readonly error: Error; until: number } | undefined;

  /** @param now milliseconds of a clock that never goes back */
  constructor(url: SecretValues, now: () => number = () => performance.now()) {
    this.#url = url;
    this.#now = now;
    const settings = parseIntoClientConfig(url.newest.reveal());
    // Without a password in the URL, `pg` looks for one in PGPASSWORD and in the password file.
    const password = settings.password ? { password: () => passwordOf(this.#url.newest) } : {};
    this.settings = { ...settings, ...password, Client: this.#Client };
  }

  /** Opens a connection outside the pools. @throws the error of the server */
  open(settings: pg.ClientConfig): Promise<pg.Client> {
    return this.retried(async () => {
      const client = new this.#Client({ ...settings, ...this.settings });
      await client.connect();
      return client;
    });
  }

  /** Repeats `connect` once if the login was rejected and its password has changed since. */
  async retried<T>(connect: () => Promise<T>): Promise<T> {
    const tried = this.#url.all;
    try {
      return await connect();
    } catch (error) {
      if (!isLoginRejected(error) || this.#url.all === tried) throw error;
      return connect();
    }
  }

  /** The error of a login that was rejected less than a second ago. After a second one connection may try. */
  #held(): Error | undefined {
    if (this.#hold === undefined) return undefined;
    if (this.#now() < this.#hold.until) return this.#hold.error;
    this.#hold.until = this.#now() + HOLD_MS;
    return undefined;
  }

  #ended(error: unknown, tried: readonly Secret<string>[]): void {
    if (!isLoginRejected(error)) {
      if (!error) this.#hold = undefined;
      return;
    }
    const changed = this.#url.changedSince(tried);
    this.#hold = changed ? undefined : { error: error as Error, until: this.#now() + HOLD_MS };
    if (changed && apartFromPassword(this.#url.newest) !== apartFromPassword(tried[0]))
      log("error", "database URL changed", { problem: "Only a new password is used without a restart. Restart the process." });
  }

  /** Connections of this login tell it how they ended, also those that pg-boss makes. */
  #clientClass(): typeof pg.Client {
    const held = () => this.#held();
    const tried = () => this.#url.all;
    const ended = (error: unknown, values: readonly Secret<string>[]) => this.#ended(error, values);
    return class extends pg.Client {
      constructor(config?: pg.ClientConfig) {
        super(config);
        // A connection that breaks fails its query. It also emits an error, which would end the process while no listener of the pool is there: from
        // taking a connection until giving it back.
        this.on("error", () => undefined);
      }

      override connect(): Promise<pg.Client>;
      override connect(callback: Parameters<Connect>[0]): void;
      override connect(callback?: Parameters<Connect>[0]): Promise<pg.Client> | undefined {
        const connected = this.#connect();
        if (callback === undefined) return connected;
        const done = callback as (error: Error | null, client?: pg.Client) => void;
        connected.then(() => done(null, this), done);
        return undefined;
      }

      override query(...given: never): never {
        return this.#query(...(given as Parameters<Query>)) as never;
      }

      /**
       * The rows of a promise that `pg` makes survive each small garbage collection, so that they pile up until a full one. Those of a
       * callback do not: an export of 300,000 rows needs half of the memory.
       */
      #query(config: unknown, values: unknown, callback?: Callback): unknown {
        const query = super.query as Query;
        const isPlain = typeof (callback ?? values) !== "function" && typeof (config as { submit?: unknown } | null)?.submit !== "function";
        if (!isPlain) return query.call(this, config, values, callback);
        return new Promise<pg.QueryResult>((resolve, reject) => {
          query.call(this, config, values, (error, result) => (error ? reject(error) : resolve(result)));
        }).catch((error) => {
          // From the caller, as `pg` does it, instead of from the connection's socket.
          Error.captureStackTrace(error);
          throw error;
        });
      }

      async #connect(): Promise<pg.Client> {
        const early = held();
        if (early !== undefined) throw early;
        const values = tried();
        try {
          await super.connect();
          ended(undefined, values);
          return this;
        } catch (error) {
          ended(error, values);
          throw error;
        }
      }
    } as typeof pg.Client;
  }
}

/** A pool of connections of one login. */
export class LoginPool extends pg.Pool {
  readonly #login: DatabaseLogin;

  constructor(login: DatabaseLogin, settings: pg.PoolConfig) {
    super({ ...settings, ...login.settings });
    this.#login = login;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool["connect"]>[0]): void;
  override connect(
    callback?: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): Promise<pg.PoolClient> | undefined {
    const connected = this.#login.retried(() => super.connect());
    if (callback === undefined) return connected;
    connected.then(
      (client) => callback(undefined, client, (release) => client.release(release as boolean)),
      (error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }
}

function passwordOf(url: Secret<string>): string {
  return parseIntoClientConfig(url.reveal()).password as string;
}

function apartFromPassword(url: Secret<string> | undefined): string {
  const changed = new URL(url?.reveal() ?? "postgres://");
  changed.password = "";
  return changed.href;
}
