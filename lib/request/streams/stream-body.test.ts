import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { type FakeClock, fakeClock } from "#kernel/testing/fake-clock.ts";
import { OpenStreams } from "./open-streams.ts";
import { guardedStream, StreamBody, type StreamForm } from "./stream-body.ts";

const EVENTS: StreamForm<string> = {
  encode: (part) => `<${part}>`,
  quiet: ".",
  lastWords: (why, half) => `${half ? "!" : ""}[${JSON.stringify(why)}]`,
};
const FILE: StreamForm<string> = { encode: (part) => part, quiet: null, lastWords: () => null };

async function* parts(...texts: readonly string[]) {
  for (const text of texts) {
    if (text === "broken") throw new Error("secret-1");
    yield text;
  }
}

function opened<T>(source: AsyncGenerator<T, void>, form: StreamForm<T>, left = new AbortController().signal) {
  const [cut, over] = [vi.fn(), vi.fn()];
  const leave = new AbortController();
  const clock = fakeClock();
  const about = { isFile: form.quiet === null, isAllowed: async () => true, clock, leave, left, cut, over };
  const body = new StreamBody(source, form, about);
  return { body, cut, over, leave, clock, text: () => new Response(body.stream).text() };
}

async function piecesOf({ stream }: { readonly stream: ReadableStream<Uint8Array> }, afterFirst = async () => {}): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) if (pieces.push(piece) === 1) await afterFirst();
  return pieces;
}

/** Lets seconds pass one by one, so that checks of each second run. */
async function seconds(clock: FakeClock, many: number): Promise<void> {
  for (let n = 0; n < many; n++) {
    await clock.waiting();
    clock.pass(1000);
    await turn();
  }
}

test("a stream whose process loses the database asks the browser to connect again; a file is cut", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  async function* losing() {
    yield "a";
    throw Object.assign(new Error("terminating connection"), { code: "57P01", severity: "FATAL" });
  }
  expect(await opened(guardedStream("tail", losing()), EVENTS).text()).toBe('<a>[{"kind":"reconnect"}]');
  const file = opened(guardedStream("file", losing()), FILE);
  await expect(file.text()).rejects.toThrow();
  expect(file.cut).toHaveBeenCalledOnce();
});

test("a file that fails midway is aborted, not ended, and does not contain the cause", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const { text, cut, over } = opened(guardedStream("file", parts("a", "broken")), FILE);
  const error = await text().catch(String);
  expect(error).not.toContain("secret-1");
  expect([cut.mock.calls.length, over.mock.calls.length]).toEqual([1, 1]);
  const events = opened(guardedStream("events", parts("a", "broken")), EVENTS);
  expect(await events.text()).toMatch(/^<a>\[.*"code":"unexpected","message":"[^"]*with this reference: [0-9a-f]{12}\./);
  expect(events.cut).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

test("a part of any size is sent in small pieces, complete and in order", async () => {
  const { body } = opened(parts("ö".repeat(50_000), "end"), FILE);
  const pieces = await piecesOf(body);
  expect(Math.max(...pieces.map(({ length }) => length))).toBe(16_384);
  expect(Buffer.concat(pieces).toString()).toBe(`${"ö".repeat(50_000)}end`);
});

test("no part is created before it is requested, and a reader who leaves stops the source", async () => {
  let made = 0;
  let ended = false;
  async function* counted() {
    try {
      for (;;) yield String(++made);
    } finally {
      ended = true;
    }
  }
  const { body, over, leave } = opened(counted(), EVENTS);
  expect(made).toBe(0);
  const reader = body.stream.getReader();
  await reader.read();
  expect(made).toBe(1);
  await reader.cancel();
  await expect.poll(() => ended).toBe(true);
  expect([over.mock.calls.length, leave.signal.aborted, made]).toEqual([1, true, 1]);
});

test("a reader who left before the first part keeps nothing in memory", async () => {
  const { over } = opened(parts("a"), EVENTS, AbortSignal.abort());
  expect(over).not.toHaveBeenCalled();
  await Promise.resolve();
  expect(over).toHaveBeenCalledOnce();
});

test("a reader who takes nothing for ten seconds must reconnect, and the source has ended by then", async () => {
  let ended = false;
  async function* endless() {
    try {
      for (;;) yield "x".repeat(40_000);
    } finally {
      ended = true;
    }
  }
  const { body, over, clock } = opened(endless(), EVENTS);
  const streams = new OpenStreams(clock);
  streams.add(body);
  const pieces = await piecesOf(body, async () => {
    await seconds(clock, 9);
    expect(ended).toBe(false);
    await seconds(clock, 2);
    expect([ended, over.mock.calls.length]).toEqual([true, 0]);
  });
  expect(Buffer.concat(pieces.slice(1)).toString()).toBe('![{"kind":"reconnect"}]');
  expect(over).toHaveBeenCalledOnce();
});

test("released data does not stay in memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const made: WeakRef<object>[] = [];
  async function* endless() {
    for (;;) {
      const part = { text: "x".repeat(40_000) };
      made.push(new WeakRef(part));
      yield part;
    }
  }
  const form: StreamForm<object> = { ...EVENTS, encode: (part) => JSON.stringify(part) };
  const { body, clock } = opened(endless(), form);
  const streams = new OpenStreams(clock);
  streams.add(body);
  await piecesOf(body, async () => {
    await seconds(clock, 11);
    collect();
    expect(made.map((part) => part.deref())).toEqual([undefined]);
  });
});

test("a file keeps its position for a reader who takes nothing for a while", async () => {
  const { body, clock } = opened(parts("x".repeat(40_000)), FILE);
  new OpenStreams(clock).add(body);
  const whole = await piecesOf(body, () => seconds(clock, 30));
  expect(Buffer.concat(whole)).toHaveLength(40_000);
});

test("an end replaces the data that was not sent yet", async () => {
  const { body } = opened(parts("x".repeat(40_000), "more"), EVENTS);
  const pieces = await piecesOf(body, async () => body.end({ kind: "reconnect" }));
  expect(pieces.map(({ length }) => length)[0]).toBe(16_384);
  expect(Buffer.concat(pieces.slice(1)).toString()).toBe('![{"kind":"reconnect"}]');
});
