import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { LONGEST_MS, OpenStreams, type StreamEnd } from "./open-streams.ts";

test("no stream is open for more than 35 minutes: the reader gets a message and is disconnected if they do not take it", async () => {
  const clock = fakeClock();
  const streams = new OpenStreams(clock);
  const ends: StreamEnd[] = [];
  let cut = 0;
  const stream = {
    isFile: false,
    isAllowed: async () => true,
    letGo: () => undefined,
    end: (why: StreamEnd) => void ends.push(why),
    cut() {
      cut += 1;
      streams.remove(stream);
    },
  };
  const look = async () => {
    expect(await clock.waiting()).toEqual([1000]);
    clock.pass(1000);
    for (let n = 0; n < 5; n++) await turn();
  };
  streams.add(stream);
  clock.pass(LONGEST_MS - 1000);
  for (let n = 0; n < 5; n++) await turn();
  expect(ends).toEqual([]);
  await look();
  expect(ends).toMatchObject([
    { kind: "ended", failure: { code: "limited", message: expect.stringContaining("time limit of the portal") } },
  ]);
  expect(cut).toBe(0);
  await look();
  expect([cut, streams.size]).toEqual([1, 0]);
});
