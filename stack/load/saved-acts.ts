import pg from "pg";
import { NOT_FOUND } from "#kernel/result.ts";
import type { PortalClient } from "./portal-client.ts";

const LOGS = "app/(customer)/connections/[id]/logs/actions.ts";
const SAVED = /"id":"([0-9a-f-]{36})"/;
/** A customer can have 100 saved searches, so an older one is removed from then on. */
const MOST_KEPT = 60;

/** Changes that people make, of which none that was acknowledged may be lost. */
export type Acts = Pick<SavedActs, "acknowledged" | "change" | "lost">;

/** The changes of several customers in turn, because each may make only so many in an hour. */
export function inTurn(customers: readonly SavedActs[]): Acts {
  let turn = 0;
  return {
    get acknowledged() {
      return customers.reduce((sum, each) => sum + each.acknowledged, 0);
    },
    async change() {
      turn = (turn + 1) % customers.length;
      await customers[turn]?.change();
    },
    lost: async (databaseUrl) => (await Promise.all(customers.map((each) => each.lost(databaseUrl)))).flat(),
  };
}

/**
 * Saves and removes searches as a person does, and remembers each change that the portal acknowledged, so that a test can show that
 * none was lost.
 */
export class SavedActs {
  readonly #client: Pick<PortalClient, "act">;
  readonly #connectionId: string;
  readonly #saved = new Set<string>();
  readonly #removed = new Set<string>();
  readonly #kept: string[] = [];
  /** Searches whose removal was not acknowledged. They are removed again, so that they do not fill the limit. */
  readonly #uncertain: string[] = [];
  #count = 0;

  constructor(client: Pick<PortalClient, "act">, connectionId: string) {
    this.#client = client;
    this.#connectionId = connectionId;
  }

  get acknowledged(): number {
    return this.#saved.size + this.#removed.size;
  }

  /** Makes one change. @throws Error if it was not acknowledged */
  async change(): Promise<void> {
    const path = `/connections/${this.#connectionId}/logs`;
    const again = this.#uncertain.shift();
    const oldest = again ?? (this.#kept.length >= MOST_KEPT ? this.#kept.shift() : undefined);
    if (oldest !== undefined) {
      try {
        await this.#client.act({ file: LOGS, name: "removeSavedSearch" }, path, { id: oldest });
      } catch (error) {
        // The removal that was not acknowledged was made.
        if (again !== undefined && String(error).includes(NOT_FOUND.message)) return;
        this.#uncertain.push(oldest);
        throw error;
      }
      this.#removed.add(oldest);
      return;
    }
    this.#count += 1;
    const input = { connectionId: this.#connectionId, name: `Search ${process.pid} ${this.#count}`, words: { region: "eu-central-1" } };
    const answer = await this.#client.act({ file: LOGS, name: "saveSearch" }, path, input);
    const id = SAVED.exec(answer)?.[1];
    if (id === undefined) throw new Error("saveSearch returned no ID");
    this.#saved.add(id);
    this.#kept.push(id);
  }

  /**
   * The acknowledged changes that the database does not have: a saved search that is missing though nobody removed it, a removed one
   * that is still there, and one whose audit event is missing or doubled.
   * @param databaseUrl of the superuser
   */
  async lost(databaseUrl: string): Promise<readonly string[]> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      const present = new Set((await client.query<{ id: string }>("select id from saved_searches")).rows.map(({ id }) => id));
      const text = `select event || ' ' || (attributes->>'search') as event, count(*)::int as n from audit_events
        where event in ('search.saved', 'search.removed') group by 1`;
      const events = new Map((await client.query<{ event: string; n: number }>(text)).rows.map(({ event, n }) => [event, n]));
      return [
        ...this.#kept.filter((id) => !present.has(id)).map((id) => `saved search ${id} is missing`),
        ...[...this.#removed].filter((id) => present.has(id)).map((id) => `removed search ${id} is still there`),
        ...[...this.#saved].filter((id) => events.get(`search.saved ${id}`) !== 1).map((id) => `search ${id} has no single audit event`),
        ...[...this.#removed]
          .filter((id) => events.get(`search.removed ${id}`) !== 1)
          .map((id) => `removal ${id} has no single audit event`),
      ];
    } finally {
      await client.end();
    }
  }
}
