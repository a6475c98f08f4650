import type pg from "pg";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { keptClient } from "./pools.ts";

/** How many streams may be open at once, in all processes together. */
export interface StreamLimits {
  readonly person: number;
  readonly customer: number;
}

export type StreamSlot =
  | { readonly kind: "taken" /** Gives it back. Never throws. */; readonly release: () => void }
  | { readonly kind: "full"; readonly whose: "person" | "customer" };

interface Holder {
  client: pg.Client | undefined;
  /** By `person ID` or `customer ID`: the numbers of the slots that this process holds. */
  readonly held: Map<string, Set<number>>;
  /** What this process asks goes one after the other: a session that asks twice for its own lock gets it twice. */
  line: Promise<unknown>;
}

// On globalThis, since a bundler may load this module more than once into one process.
const KEY = Symbol.for("sallyport.stream-slots");
const global = globalThis as { [KEY]?: Holder };

/** A slot is an advisory lock of the session: it ends with its process, however that ends, and needs no row that must be tidied. */
const LOCK = "hashtextextended('sallyport stream ' || $1 || ' ' || slot, 0)";
const TAKE = `select slot from generate_series(1, $2::int) slot
  where case when slot = any($3::int[]) then false else pg_try_advisory_lock(${LOCK}) end limit 1`;
const GIVE_BACK = `select pg_advisory_unlock(${LOCK}) from unnest($2::int[]) slot`;
const TAKE_AGAIN = `select pg_try_advisory_lock(${LOCK}) from unnest($2::int[]) slot`;

/**
 * Takes one of the slots that a person and their customer have for open streams, whichever web process asks. All streams of
 * a process share one connection for it. @throws when the database cannot be asked: nothing is opened then
 */
export function takeStreamSlot(
  { userId, customerId }: { readonly userId: UserId; readonly customerId: CustomerId },
  limits: StreamLimits,
): Promise<StreamSlot> {
  return inLine(async (holder) => {
    const [person, customer] = [`person ${userId}`, `customer ${customerId}`];
    const mine = await take(holder, person, limits.person);
    if (mine === undefined) return { kind: "full", whose: "person" };
    const ours = await take(holder, customer, limits.customer).catch(async (error: unknown) => {
      await giveBack(holder, person, mine);
      throw error;
    });
    if (ours === undefined) {
      await giveBack(holder, person, mine);
      return { kind: "full", whose: "customer" };
    }
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      void inLine(async () => {
        await giveBack(holder, person, mine);
        await giveBack(holder, customer, ours);
      }).catch(() => undefined);
    };
    return { kind: "taken", release };
  });
}

function inLine<T>(work: (holder: Holder) => Promise<T>): Promise<T> {
  const holder = global[KEY] ?? { client: undefined, held: new Map(), line: Promise.resolve() };
  global[KEY] = holder;
  const done = holder.line.then(() => work(holder));
  holder.line = done.catch(() => undefined);
  return done;
}

async function take(holder: Holder, whose: string, most: number): Promise<number | undefined> {
  const client = await clientOf(holder);
  const held = holder.held.get(whose) ?? new Set();
  const { rows } = await client.query<{ slot: number }>({ name: "take_stream_slot", text: TAKE, values: [whose, most, [...held]] });
  const slot = rows[0]?.slot;
  if (slot !== undefined) holder.held.set(whose, held.add(slot));
  return slot;
}

/** A connection that is gone has given its locks back by itself. */
async function giveBack(holder: Holder, whose: string, slot: number): Promise<void> {
  const held = holder.held.get(whose);
  held?.delete(slot);
  if (held?.size === 0) holder.held.delete(whose);
  await holder.client?.query(GIVE_BACK, [whose, [slot]]).catch(() => undefined);
}

/** The process's connection. A new one takes again what the former one held, as far as nobody else has it by now. */
async function clientOf(holder: Holder): Promise<pg.Client> {
  if (holder.client !== undefined) return holder.client;
  const client = await keptClient("app");
  client.once("end", () => {
    if (holder.client === client) holder.client = undefined;
  });
  for (const [whose, slots] of holder.held) await client.query(TAKE_AGAIN, [whose, [...slots]]);
  holder.client = client;
  return client;
}
