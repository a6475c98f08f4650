import { expect, test } from "vitest";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { RunChannel } from "./start-run.ts";

const event = (message: string): RunEvent => ({ kind: "failed", code: "x", message, field: null });

async function messagesOf(events: AsyncIterable<RunEvent>): Promise<string[]> {
  const seen: string[] = [];
  for await (const one of events) seen.push(one.kind === "failed" ? one.message : one.kind);
  return seen;
}

test("a follower that stops does not delay the others, and a late follower misses nothing", async () => {
  const channel = new RunChannel();
  const early = messagesOf(channel.follow());
  const leaving = channel.follow();
  channel.publish(event("one"));
  await leaving.next();
  await leaving.return();
  channel.publish(event("two"));
  const late = messagesOf(channel.follow());
  channel.publish(event("three"));
  channel.end();
  expect(await early).toEqual(["one", "two", "three"]);
  expect(await late).toEqual(["one", "two", "three"]);
  expect(await messagesOf(channel.follow())).toEqual(["one", "two", "three"]);
});
