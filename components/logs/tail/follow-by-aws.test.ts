import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { followByAws } from "./follow-by-aws.ts";
import { nextTail, TAIL_OFF } from "./tail-state.ts";

const GROUP = "/app/orders";
const NOW = Date.now();

let server: Server;
let sessions = 0;
let searches: readonly LogEventView[] = [];

const event = (message: string, id = `${message}-${Math.random()}`): LogEventView & { logGroup: string } => ({
  id,
  at: NOW,
  ingestedAt: NOW,
  stream: "s",
  message,
  logGroup: GROUP,
});
const say = (response: ServerResponse, part: unknown) => response.write(`data: ${JSON.stringify(part)}\n\n`);
const live = (response: ServerResponse, ...messages: readonly string[]) =>
  say(response, { kind: "events", events: messages.map((message) => event(message)), sampled: false });

/** A portal with these sessions of Live Tail, in this order, and what a search finds. */
async function portal(found: readonly string[], ...answers: readonly RequestListener[]) {
  sessions = 0;
  searches = found.map((message) => event(message));
  server = createServer((request, response) => {
    if (request.url?.endsWith("/tail")) return answers[sessions++]?.(request, response);
    response.writeHead(200, { "content-type": "text/event-stream" });
    say(response, { kind: "events", events: searches });
    say(response, { kind: "end", cursor: null, newestFirst: false });
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const session =
  (then: (response: ServerResponse) => void, ...messages: readonly string[]): RequestListener =>
  (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    live(response, ...messages);
    then(response);
  };
/** The process that served the session is killed. */
const killed = (response: ServerResponse) => setImmediate(() => response.destroy());
const ended = (response: ServerResponse) => {
  say(response, { kind: "end", why: "Over." });
  response.end();
};

/** Follows until the tail ends; returns its rows and its last note. */
async function follow() {
  const leave = new AbortController();
  const { port } = server.address() as AddressInfo;
  const tail = { connectionId: "c", region: "eu-central-1", logGroups: [GROUP], pattern: "" };
  let state = nextTail(TAIL_OFF, { kind: "start", at: Date.now(), by: "aws" });
  const notes = new Set<string>();
  for await (const step of followByAws(tail, leave.signal, (path, request) => fetch(`http://127.0.0.1:${port}${path}`, request))) {
    state = nextTail(state, step);
    if (state.note !== null) notes.add(state.note);
    if (state.phase !== "on") leave.abort();
  }
  return { rows: state.events.map(({ message }) => message), notes: [...notes] };
}

test("when the process that served a tail is killed, another session continues it, and each event is shown once", async () => {
  await portal(["one", "two", "missed", "three"], session(killed, "one", "two"), session(ended, "three"));
  const { rows, notes } = await follow();
  expect(rows.toSorted()).toEqual(["missed", "one", "three", "two"]);
  expect(notes).toEqual(["AWS Live Tail is reconnecting, because the portal is restarting or the network connection was lost.", "Over."]);
});

test("when the portal asks to reconnect, the events between the two sessions are shown", async () => {
  const asked = (response: ServerResponse) => response.end("event: reconnect\ndata: {}\n\n");
  await portal(["one", "missed"], session(asked, "one"), session(ended));
  expect((await follow()).rows).toEqual(["one", "missed"]);
});

test("equal events are shown as often as AWS has them, whichever of the two sessions returned them", async () => {
  await portal(["same", "same", "same"], session(killed, "same"), session(ended, "same"));
  expect((await follow()).rows).toEqual(["same", "same", "same"]);
});

test("a refusal of the portal ends the tail at once, also after an interruption", async () => {
  const refused: RequestListener = (_, response) => response.writeHead(403).end(JSON.stringify({ code: "not-allowed", message: "No." }));
  await portal([], session(killed, "one"), refused);
  expect(await follow()).toMatchObject({ rows: ["one"], notes: [expect.stringMatching(/^AWS Live Tail is reconnecting/), "No."] });
  expect(sessions).toBe(2);
});

test("a tail that never began is not retried, because AWS bills each attempt", async () => {
  await portal([], (_, response) => response.destroy());
  expect((await follow()).notes).toEqual(["The network connection was lost, so AWS Live Tail ended. Start it again to continue."]);
  expect(sessions).toBe(1);
});

test("a proxy that answers with its own page while no process is ready is a temporary failure", async () => {
  const bad: RequestListener = (_, response) => response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
  await portal(["one", "missed"], session(killed, "one"), bad, session(ended));
  expect((await follow()).rows).toEqual(["one", "missed"]);
});
