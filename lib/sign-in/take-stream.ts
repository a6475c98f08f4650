import { type StreamLimits, takeStreamSlot } from "#db/stream-slots.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { fail, ok, type Result } from "#kernel/result.ts";

/**
 * Takes one of the streams that a person and their customer may have open at the same time over all processes; returns a function that
 * releases it, or a failure with a sentence for the person. @throws when the database cannot be reached
 */
export async function takeStream(actor: CustomerActor, limits: StreamLimits): Promise<Result<() => void>> {
  const slot = await takeStreamSlot(actor, limits);
  if (slot.kind === "taken") return ok(slot.release);
  const what = "searches, live tails, verifications, and downloads open, which is the maximum.";
  return slot.whose === "person"
    ? fail("limited", `You have ${limits.person} ${what} Stop one or close a tab, then try again.`)
    : fail("limited", `Your company has ${limits.customer} ${what} Try again when one of them has ended.`);
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
