import { createHmac } from "node:crypto";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { poolOf } from "#db/pools.ts";
import { type StreamLimits, takeStreamSlot } from "#db/stream-slots.ts";
import type { CustomerActor, StaffActor } from "#kernel/actor.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { fail, ok, type Result } from "#kernel/result.ts";

/** Log reads per minute of one person; all people of a customer together have five times as many. */
const DEFAULT_READS_PER_MINUTE = 600;

/**
 * How often one network, one person or one customer may do something within a window, in seconds. Submissions of
 * roles and verifications are not here: the database counts those by their results.
 */
const LIMITS = {
  "link-network": { points: 100, seconds: 600 },
  "sign-in-network": { points: 1000, seconds: 600 },
  "reads-person": { points: DEFAULT_READS_PER_MINUTE, seconds: 60 },
  "reads-customer": { points: 5 * DEFAULT_READS_PER_MINUTE, seconds: 60 },
} as const;
export type LimitName = keyof typeof LIMITS;

/** The limits of sign-in refuse when the database cannot count; reads are then counted by this process only. */
const FAILS_CLOSED: ReadonlySet<LimitName> = new Set(["link-network", "sign-in-network"]);

export type Allowance =
  | { readonly kind: "allowed" }
  | { readonly kind: "spent"; readonly waitSeconds: number }
  /** The database could not count. */
  | { readonly kind: "unknown" };

type Limiter = RateLimiterPostgres;

const made = new Map<LimitName, { readonly pool: unknown; readonly limiter: Limiter }>();

/** One limiter per name over the sign-in pool, recreated when the pool changes. Creating one costs no query: it never creates tables. */
function limiterOf(name: LimitName, points: number): Limiter {
  const pool = poolOf("signin");
  const kept = made.get(name);
  if (kept?.pool === pool && kept.limiter.points === points) return kept.limiter;
  const { seconds } = LIMITS[name];
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: seconds,
    ...(!FAILS_CLOSED.has(name) && { insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }) }),
  });
  made.set(name, { pool, limiter });
  return limiter;
}

/**
 * Uses one call of each limit, shared by all processes. `subjects` are counted: an IP address, a person's or a
 * customer's ID; only their HMAC is stored. `readsPerMinute`: the limit of one person, where a deployment sets its own. Returns the
 * longest wait in whole seconds.
 */
export async function takeFrom(
  key: Secret<string>,
  subjects: Partial<Readonly<Record<LimitName, string>>>,
  readsPerMinute: number = DEFAULT_READS_PER_MINUTE,
): Promise<Allowance> {
  const pointsOf = (name: LimitName) => LIMITS[name].points * (isOfReads(name) ? readsPerMinute / DEFAULT_READS_PER_MINUTE : 1);
  const names = Object.entries(subjects) as [LimitName, string][];
  const taken = await Promise.all(names.map(([name, subject]) => takeOne(key, limiterOf(name, pointsOf(name)), name, subject)));
  const waits = taken.flatMap((one) => (one.kind === "spent" ? [one.waitSeconds] : []));
  if (waits.length > 0) return { kind: "spent", waitSeconds: Math.max(...waits) };
  return taken.find(({ kind }) => kind === "unknown") ?? { kind: "allowed" };
}

function isOfReads(name: LimitName): boolean {
  return name === "reads-person" || name === "reads-customer";
}

async function takeOne(key: Secret<string>, limiter: Limiter, name: LimitName, subject: string): Promise<Allowance> {
  const counted = createHmac("sha256", key.reveal())
    .update(JSON.stringify(["rate-limit", name, subject]))
    .digest("base64url");
  try {
    await (isOfReads(name) ? takeFromPortion(limiter, name, counted) : limiter.consume(counted));
    return { kind: "allowed" };
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return { kind: "spent", waitSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
    return { kind: "unknown" };
  }
}

/** The part of a limit that this process has reserved, to be used before the window ends. */
interface Portion {
  left: number;
  until: number;
  asking: Promise<void> | undefined;
}

const PORTIONS_OF_LIMIT = 60;
const MOST_PORTIONS = 10_000;
const portions = new Map<string, Portion>();

/** Many reads come at the same time: one sixtieth of the limit is counted at once, so that not every read waits for a lock on one row. */
async function takeFromPortion(limiter: Limiter, name: LimitName, counted: string): Promise<void> {
  const size = Math.max(1, Math.floor(limiter.points / PORTIONS_OF_LIMIT));
  const portion = keptPortion(`${name}:${counted}`);
  while (portion.left === 0 || performance.now() >= portion.until) {
    portion.asking ??= limiter
      .consume(counted, size)
      .then(({ msBeforeNext }) => {
        portion.left = size;
        portion.until = performance.now() + msBeforeNext;
      })
      .finally(() => {
        portion.asking = undefined;
      });
    await portion.asking;
  }
  portion.left -= 1;
}

function keptPortion(of: string): Portion {
  const kept = portions.get(of) ?? { left: 0, until: 0, asking: undefined };
  portions.delete(of);
  portions.set(of, kept);
  const [oldest] = portions.keys();
  if (portions.size > MOST_PORTIONS && oldest !== undefined) portions.delete(oldest);
  return kept;
}

/** The sentence for the person, with the time to wait. */
export function explainWait(waitSeconds: number): string {
  const minutes = Math.ceil(waitSeconds / 60);
  const wait = waitSeconds < 90 ? `${waitSeconds} ${waitSeconds === 1 ? "second" : "seconds"}` : `${minutes} minutes`;
  return `Too many requests. Try again in ${wait}.`;
}

/**
 * Takes one of the streams that a person and their customer may have open at the same time over all processes; returns a function that
 * releases it, or a failure with a sentence for the person. @throws when the database cannot be reached
 */
export async function takeStream(actor: CustomerActor, limits: StreamLimits): Promise<Result<() => void>> {
  const slot = await takeStreamSlot(actor, limits);
  if (slot.kind === "taken") return ok(slot.release);
  const what = "searches, queries, live tails, verifications, and downloads open, which is the maximum.";
  return slot.whose === "person"
    ? fail("limited", `You have ${limits.person} ${what} Stop one or close a tab, then try again.`)
    : fail("limited", `Your company has ${limits.customer} ${what} Try again when one of them has ended.`);
}

/** The most exports that may run at the same time in all processes together: of one member of staff, and of all. */
const EXPORTS_OF_PERSON = 2;
const EXPORTS_OF_ALL = 10;

/** Takes a slot for an export of staff, which the returned function frees. */
export async function takeExport(actor: StaffActor): Promise<Result<() => void>> {
  const slot = await takeStreamSlot(
    { userId: actor.userId, customerId: "partner" },
    { person: EXPORTS_OF_PERSON, customer: EXPORTS_OF_ALL },
  );
  if (slot.kind === "taken") return ok(slot.release);
  return slot.whose === "person"
    ? fail("limited", `You have ${EXPORTS_OF_PERSON} exports running, which is the maximum. Try again when one has ended.`)
    : fail("limited", `${EXPORTS_OF_ALL} exports of staff are running, which is the maximum. Try again when one has ended.`);
}

/** Whether that many streams could open now, for a download, whose response the browser does not display. */
export async function findFreeStreams(actor: CustomerActor, limits: StreamLimits, wanted: number): Promise<Result<void>> {
  const taken: (() => void)[] = [];
  try {
    for (let n = 0; n < wanted; n++) {
      const stream = await takeStream(actor, limits);
      if (!stream.ok) return stream;
      taken.push(stream.value);
    }
    return ok(undefined);
  } finally {
    for (const release of taken) release();
  }
}
