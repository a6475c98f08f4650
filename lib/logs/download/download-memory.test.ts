import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { CustomerId } from "#kernel/ids.ts";
import { type DownloadShare, shareOfDownload } from "./download-memory.ts";

const somebody = () => CustomerId.parse(randomUUID());
const event = (message = "m".repeat(100)) => ({ id: null, at: 0, ingestedAt: 0, stream: "s", message });

/** A download that requests a page, receives all of it, and stalls. */
function stalled(customer = somebody(), message?: string): { share: DownloadShare; events: number } {
  const share = shareOfDownload(customer);
  const events = share.next();
  share.took(Array.from({ length: events }, () => event(message)));
  return { share, events };
}

test("a single download gets the largest page that AWS returns", () => {
  const { share, events } = stalled();
  expect(events).toBe(10_000);
  expect(share.next()).toBe(10_000);
  share.release();
});

test("200 stalled downloads together use bounded memory, and each still gets some events", () => {
  const customers = Array.from({ length: 4 }, somebody);
  const all = Array.from({ length: 200 }, (_, n) => stalled(customers[n % 4]));
  expect(all.reduce((sum, { events }) => sum + events, 0)).toBeLessThan(60_000);
  expect(Math.min(...all.map(({ events }) => events))).toBe(100);
  for (const { share } of all) share.release();
  const { share, events } = stalled();
  expect(events).toBe(10_000);
  share.release();
});

test("one customer's stalled downloads leave another customer large pages", () => {
  const attacker = somebody();
  const all = Array.from({ length: 50 }, () => stalled(attacker));
  const { share, events } = stalled();
  expect(events).toBeGreaterThan(2000);
  for (const each of [...all, { share }]) each.share.release();
});

test("large events make the next pages smaller", () => {
  const { share } = stalled(somebody(), "m".repeat(100_000));
  expect(share.next()).toBe(100);
  share.release();
});
