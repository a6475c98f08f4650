import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { followRun } from "#components/verification/progress/follow-run.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { fetchStream, StreamOver } from "./fetch-stream.ts";

let server: Server;
let url: string;
let asked = 0;

/** A server that gives these answers in order; the last one repeats. */
async function answering(...answers: readonly RequestListener[]): Promise<void> {
  asked = 0;
  server = createServer((request, response) => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    answer?.(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const events =
  (...pieces: readonly string[]): RequestListener =>
  (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const piece of pieces) response.write(piece);
    response.end();
  };
const limited: RequestListener = (_, response) =>
  response.writeHead(429, { "retry-after": "0.01" }).end(JSON.stringify({ code: "limited", message: "You have 10 open." }));

async function partsOf(stream: Awaited<ReturnType<typeof fetchStream<unknown>>>): Promise<unknown[]> {
  const parts: unknown[] = [];
  if (stream.ok) for await (const part of stream.value) parts.push(part);
  return parts;
}

test("parts are complete however the network splits them, and comments are skipped", async () => {
  await answering(events('data: {"a":', "1}\n", "\n: still here\n\nda", 'ta: "x\\n\\ny"\n\n'));
  expect(await partsOf(await fetchStream(url, {}))).toEqual([{ a: 1 }, "x\n\ny"]);
});

test("a character that the network splits is decoded as one", async () => {
  const bytes = Buffer.from('data: "ö"\n\n');
  await answering((_, response) => {
    response.writeHead(200);
    response.write(bytes.subarray(0, 8), () => response.end(bytes.subarray(8)));
  });
  expect(await partsOf(await fetchStream(url, {}))).toEqual(["ö"]);
});

test("the portal's final event says to reconnect, or why not", async () => {
  await answering(
    events("data: 1\n\nevent: reconnect\ndata: {}\n\n"),
    events('event: ended\ndata: {"ok":false,"code":"not-found","message":"m"}\n\n'),
  );
  await expect(partsOf(await fetchStream(url, {}))).rejects.toEqual(new StreamOver(null));
  const why = await partsOf(await fetchStream(url, {})).catch((error: StreamOver) => error);
  expect(why).toMatchObject({ name: "StreamOver", failure: { code: "not-found", message: "m" } });
});

test("an incomplete message before the final event is dropped", async () => {
  await answering(events('data: {"a":1}\n\ndata: {"b":', "\n: cut\n\nevent: reconnect\ndata: {}\n\n"));
  const parts: unknown[] = [];
  const stream = await fetchStream(url, {});
  const end = await (async () => {
    if (stream.ok) for await (const part of stream.value) parts.push(part);
  })().catch((error: unknown) => error);
  expect([parts, end]).toEqual([[{ a: 1 }], new StreamOver(null)]);
});

test("a request that is limited is retried as often as requested, and no more", async () => {
  await answering(limited);
  expect(await fetchStream(url, { waits: 2 })).toEqual({ ok: false, code: "limited", message: "You have 10 open." });
  expect(asked).toBe(3);
  expect(await fetchStream(url, {})).toMatchObject({ code: "limited" });
  expect(asked).toBe(4);
});

/** Follows a run until the stream ends. */
function followed(): Promise<unknown[]> {
  const received: unknown[] = [];
  return new Promise((resolve) => {
    followRun(url, {
      event: (event) => {
        received.push(event.kind);
        if (event.kind === "closed") resolve(received);
      },
      lost: () => resolve([...received, "lost"]),
      failed: ({ message }) => resolve([...received, message]),
    });
  });
}
const dataOf = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;
const [opened, closed] = [{ kind: "opened" }, { kind: "closed", waiting: null }] as unknown as [RunEvent, RunEvent];

test("following continues after the portal asks to reconnect and after the connection breaks", async () => {
  await answering(
    events(dataOf(opened), "event: reconnect\ndata: {}\n\n"),
    (_, response) => response.destroy(),
    events(dataOf(opened), dataOf(closed)),
  );
  expect(await followed()).toEqual(["opened", "opened", "closed"]);
});

test("a reader without access gets the portal's message, and the request is not repeated", async () => {
  await answering(limited);
  expect(await followed()).toEqual(["You have 10 open."]);
  await answering(events(dataOf(opened), 'event: ended\ndata: {"ok":false,"code":"not-found","message":"Your access ended."}\n\n'));
  expect(await followed()).toEqual(["opened", "Your access ended."]);
  expect(asked).toBe(1);
});
