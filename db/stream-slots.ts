import type pg from "pg";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { openDedicatedClient } from "./pools.ts";

/** The most streams that may be open at the same time, in all processes together. */
export interface StreamLimits {
  readonly person: number;
  readonly customer: number;
}

export type StreamSlot =
  | { readonly kind: "taken" /** Frees the slot. Never throws. */; readonly release: () => void }
  | { readonly kind: "full"; readonly whose: "person" | "customer" };

interface Holder {
  client: pg.Client | undefined;
  /** The numbers of the slots that this process holds, by "person ID" or "customer ID". */
  readonly held: Map<string, Set<number>>;
  /** Requests of this process run one after the other: a session that requests its own lock again would get it again. */
  queue: Promise<unknown>;
}

// On globalThis, since a bundler may load this module more than once into one process.
const KEY = Symbol.for("sallyport.stream-slots");
const global = globalThis as { [KEY]?: Holder };

/** A slot is a session-level advisory lock, so it is freed when its process ends, also by a crash. */
const LOCK = "hashtextextended('sallyport stream ' || $1 || ' ' || slot, 0)";
const TAKE = `select slot from generate_series(1, $2::int) slot
  where case when slot = any($3::int[]) then false else pg_try_advisory_lock(${LOCK}) end limit 1`;
const GIVE_BACK = `select pg_advisory_unlock(${LOCK}) from unnest($2::int[]) slot`;
const TAKE_AGAIN = `select pg_try_advisory_lock(${LOCK}) from unnest($2::int[]) slot`;

/**
 * Takes one of the slots for open streams that a person and their customer (for staff: the partner) have in all web processes together. All streams of a
 * process use one connection for it. @throws when the database can't be reached; then no stream may be opened
 */
export function takeStreamSlot(
  { userId, customerId }: { readonly userId: UserId; readonly customerId: CustomerId | "partner" },
  limits: StreamLimits,
): Promise<StreamSlot> {
  return inQueue(async (holder) => {
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
      void inQueue(async () => {
        await giveBack(holder, person, mine);
        await giveBack(holder, customer, ours);
      }).catch(() => undefined);
    };
    return { kind: "taken", release };
  });
}

function inQueue<T>(work: (holder: Holder) => Promise<T>): Promise<T> {
  const holder = global[KEY] ?? { client: undefined, held: new Map(), queue: Promise.resolve() };
  global[KEY] = holder;
  const done = holder.queue.then(() => work(holder));
  holder.queue = done.catch(() => undefined);
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

/** The locks of a closed connection are freed already. */
async function giveBack(holder: Holder, whose: string, slot: number): Promise<void> {
  const held = holder.held.get(whose);
  held?.delete(slot);
  if (held?.size === 0) holder.held.delete(whose);
  await holder.client?.query(GIVE_BACK, [whose, [slot]]).catch(() => undefined);
}

/** The connection of this process. A new one takes the slots of the previous one again, unless another process has them by now. */
async function clientOf(holder: Holder): Promise<pg.Client> {
  if (holder.client !== undefined) return holder.client;
  const client = await openDedicatedClient("app");
  client.once("end", () => {
    if (holder.client === client) holder.client = undefined;
  });
  for (const [whose, slots] of holder.held) await client.query(TAKE_AGAIN, [whose, [...slots]]);
  holder.client = client;
  return client;
}
