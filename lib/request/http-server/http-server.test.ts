import type { RequestListener } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { closeServers, listenHttp, servers } from "#lib/request/testing/listen-http.ts";
import { openClient, sendText } from "#lib/request/testing/raw-client.ts";
import { createHttpServer, HTTP_LIMITS, type HttpLimits, isDataPath } from "./http-server.ts";

const LIMITS: HttpLimits = { ...HTTP_LIMITS, bodyBytes: 16, headers: 12 };
const HOST = "host: portal.example";
const serve = (handle: RequestListener, limits = LIMITS) => listenHttp(handle, limits);

// Short times, so that these tests do not wait long.
vi.setConfig({ testTimeout: 15_000 });
afterEach(closeServers);

/** Responds with the body, its length and whatever else the test requests. */
const echo: RequestListener = (request, response) => {
  let body = "";
  request.setEncoding("latin1").on("data", (part: string) => {
    body += part;
  });
  request.on("end", () => response.end(`${request.method} ${request.url} [${body}]`));
};

const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
let reached = 0;
/** A handler that must not be called. */
const REACHED: RequestListener = (_, response) => {
  reached += 1;
  response.end();
};
afterEach(() => {
  expect(reached, "requests that had to be refused were handed on").toBe(0);
});

test.each([
  ["a declared length of one byte too many, of which nothing is sent", ["content-length: 17"], ""],
  ["a chunk of one byte too many, and no end", ["transfer-encoding: chunked"], "11\r\n01234567890123456\r\n"],
  ["a chunk that has only begun", ["transfer-encoding: chunked"], "fffff\r\n01234567890123456"],
  ["many small chunks", ["transfer-encoding: chunked"], "1\r\na\r\n".repeat(17)],
  ["chunks with extensions", ["transfer-encoding: chunked"], "1;x=y\r\na\r\n".repeat(17)],
  ["a packed body, which nobody unpacks", ["transfer-encoding: chunked", "content-encoding: gzip"], "1\r\na\r\n".repeat(17)],
  ["an announcement that waits for leave", ["content-length: 17", "expect: 100-continue"], ""],
])("a request is refused at once and its connection closed: %s", async (_what, headers, body) => {
  const port = await serve(REACHED);
  for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) {
    const answer = await sendText(port, [`${method} /any/path HTTP/1.1`, HOST, ...headers], body);
    expect(statusOf(answer), answer).toBe(413);
    expect(answer).toMatch(
      /\r\nconnection: close\r\n(?:[^\r]+\r\n)*\r\nThis request is too long\. The portal accepts at most 16 bytes of a request\.$/,
    );
  }
  const head = await sendText(port, ["HEAD /any/path HTTP/1.1", HOST, ...headers], body);
  expect(head).toMatch(/^HTTP\/1\.1 413 [\s\S]*\r\n\r\n$/);
});

test("a body of the maximum length arrives completely: chunked, with a declared length, and after `Expect: 100-continue`", async () => {
  const port = await serve(echo);
  const body = "0123456789abcdef";
  const close = [HOST, "connection: close"];
  expect(await sendText(port, ["POST /x HTTP/1.1", ...close, "content-length: 16"], body)).toContain(`POST /x [${body}]`);
  const chunks = "8\r\n01234567\r\n8\r\n89abcdef\r\n0\r\ntrailer: x\r\n\r\n";
  expect(await sendText(port, ["GET /x HTTP/1.1", ...close, "transfer-encoding: chunked"], chunks)).toContain(`GET /x [${body}]`);
  const client = openClient(port);
  client.write(["PUT /x HTTP/1.1", ...close, "content-length: 16", "expect: 100-continue", "", ""].join("\r\n"));
  await client.until("HTTP/1.1 100 Continue\r\n\r\n");
  client.write(body);
  expect(await client.closed).toContain(`PUT /x [${body}]`);
});

test("a request is passed on only when it is complete, and several can follow each other on one connection", async () => {
  let handed = 0;
  const port = await serve((request, response) => {
    handed += 1;
    expect(request.complete).toBe(true);
    echo(request, response);
  });
  const client = openClient(port);
  client.write(`POST /1 HTTP/1.1\r\n${HOST}\r\ncontent-length: 4\r\n\r\nab`);
  const other = openClient(port);
  other.write(`GET /2 HTTP/1.1\r\n${HOST}\r\n\r\n`);
  await other.until("GET /2 []");
  expect(handed).toBe(1);
  client.write("cd");
  await client.until("POST /1 [abcd]");
  client.write(`GET /3 HTTP/1.1\r\n${HOST}\r\n\r\nGET /4 HTTP/1.1\r\n${HOST}\r\n\r\n`);
  await client.until("GET /4 []");
});

test("a request after a refused one on the same connection is not read", async () => {
  const port = await serve(REACHED);
  const next = `GET /next HTTP/1.1\r\n${HOST}\r\n\r\n`;
  const answer = await sendText(port, ["GET /_next/data/x.json HTTP/1.1", HOST], next);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 404"]);
});

test("a too long request after one whose response is in progress closes the connection", async () => {
  const port = await serve((_, response) => void response.write("begun"));
  const client = openClient(port);
  client.write(`GET /slow HTTP/1.1\r\n${HOST}\r\n\r\n`);
  await client.until("begun");
  client.write(`POST /long HTTP/1.1\r\n${HOST}\r\ncontent-length: 17\r\n\r\n`);
  expect(await client.closed).not.toContain("413");
});

test("a client that keeps sending after the refusal is disconnected", async () => {
  const port = await serve(REACHED, { ...LIMITS, lingerBytes: 1000, lingerMs: 600_000 });
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const closed = new Promise((resolve) => socket.on("error", () => undefined).on("close", resolve));
  socket.write(`POST / HTTP/1.1\r\n${HOST}\r\ncontent-length: 900000000000\r\n\r\n`);
  const more = () => socket.writable && socket.write("a".repeat(4096), more);
  more();
  socket.resume();
  await closed;
});

test("a client that only stays connected is disconnected, too", async () => {
  const port = await serve(REACHED, { ...LIMITS, lingerMs: 10 });
  const closed = new Promise((resolve) => servers[0]?.on("connection", (socket) => socket.on("close", resolve)));
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.write(`POST / HTTP/1.1\r\n${HOST}\r\ncontent-length: 17\r\n\r\n`);
  await closed;
  socket.destroy();
});

test.each([
  ["a body that trickles", `POST / HTTP/1.1\r\n${HOST}\r\ncontent-length: 16\r\n\r\na`, { requestMs: 60 }],
  ["a chunk that never comes", `POST / HTTP/1.1\r\n${HOST}\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n`, { requestMs: 60 }],
  ["headers that never end", `GET / HTTP/1.1\r\n${HOST}\r\n`, { requestMs: 600_000 }],
  ["a connection on which nothing is asked", "", { requestMs: 600_000 }],
])("%s is cut off when its time is up", async (_what, text, times) => {
  const port = await serve(REACHED, { ...LIMITS, headersMs: 50, checkMs: 10, ...times });
  const client = openClient(port);
  client.write(text);
  expect(await client.closed).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n\r\n$/);
});

test("a response may take longer than the time limit of a request", async () => {
  let finish = () => {};
  const port = await serve(
    (_, response) => {
      response.write("begun");
      finish = () => void response.end("finished");
    },
    { ...LIMITS, headersMs: 20, requestMs: 20, answerMs: 20, checkMs: 5 },
  );
  const stream = openClient(port);
  stream.write(`GET /stream HTTP/1.1\r\n${HOST}\r\n\r\n`);
  await stream.until("begun");
  // Two requests, one after the other, exceed their time: the stream has by then exceeded it several times.
  for (let n = 0; n < 2; n++) {
    const trickle = openClient(port);
    trickle.write(`POST / HTTP/1.1\r\n${HOST}\r\ncontent-length: 9\r\n\r\n`);
    await trickle.closed;
  }
  finish();
  expect(await stream.until("finished")).toContain("HTTP/1.1 200");
});

test("a request without a response in time is refused, and a later response of Next.js is dropped", async () => {
  let late: () => unknown = () => undefined;
  const keep: RequestListener = (_, response) => {
    late = () => response.end("late");
  };
  const port = await serve(keep, { ...LIMITS, answerMs: 20 });
  const client = openClient(port);
  client.write(`GET / HTTP/1.1\r\n${HOST}\r\n\r\n`);
  await client.until("did not respond in time");
  late();
  expect(await client.closed).toMatch(/^HTTP\/1\.1 503 [\s\S]*in a minute\.$/);
});

test.each([
  ["the address of another server", "GET http://169.254.169.254/latest/meta-data HTTP/1.1", [], 400],
  ["no path", "OPTIONS * HTTP/1.1", [], 400],
  ["an unknown expectation", "GET / HTTP/1.1", ["expect: 200-maybe"], 417],
  ["twelve headers", "GET / HTTP/1.1", Array.from({ length: 11 }, (_, n) => `x-${n}: 1`), 431],
  ["a data URL of the Pages Router", "GET /_next/data/build/api/auth/callback/email.json HTTP/1.1", [], 404],
])("a request is refused for %s", async (_what, line, headers, status) => {
  const port = await serve(REACHED);
  const answer = await sendText(port, [line, HOST, ...headers]);
  expect(statusOf(answer), answer).toBe(status);
  expect(answer).toContain("\r\nconnection: close\r\n");
});

test("no connection is upgraded to another protocol", async () => {
  const port = await serve(echo);
  servers[0]?.on("upgrade", () => expect.fail("upgraded"));
  const upgrade = [
    "connection: upgrade, close",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
  ];
  expect(await sendText(port, ["GET /socket HTTP/1.1", HOST, ...upgrade])).toContain("GET /socket []");
});

test("connections over the limit are closed immediately", async () => {
  const port = await serve(echo, { ...LIMITS, connections: 1 });
  const first = openClient(port);
  first.write(`GET /1 HTTP/1.1\r\n${HOST}\r\n\r\n`);
  await first.until("GET /1 []");
  const second = openClient(port);
  second.write(`GET /2 HTTP/1.1\r\n${HOST}\r\n\r\n`);
  expect(await second.closed).toBe("");
});

test.each([
  "/_next/data/build/api/auth/callback/email.json?token=1",
  "/_next/data",
  "//_next//data/build/x.json",
  "/_next/./data/build/x.json",
  "/_next/x/../data/build/x.json",
  "/x/..//_next/data/build/x.json",
  "/%5Fnext/%64ata/build/x.json",
  "/%255Fnext%252fdata/build/x.json",
  "/_NEXT/DATA/build/x.json",
  "\\_next\\data\\build",
  "/en/_next/data/build/x.json",
  "/_next/data/build/%c0%af.json",
])("data of a page is asked for by %s", (url) => {
  expect(isDataPath(url)).toBe(true);
});

test.each(["/", "/_next/static/chunks/data.js", "/_next/database", "/connections/_next-data", "/logs?from=/_next/data/x", "/%", "/%c0%af"])(
  "no data of a page is asked for by %s",
  (url) => {
    expect(isDataPath(url)).toBe(false);
  },
);

test("production reads at most 64 KiB within 30 seconds, and everything else is bounded, too", () => {
  expect(HTTP_LIMITS).toMatchObject({
    bodyBytes: 65_536,
    requestMs: 30_000,
    headersMs: 15_000,
    answerMs: 120_000,
    connections: 2000,
    headers: 100,
  });
  const server = createHttpServer(echo);
  expect(server).toMatchObject({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000, maxHeadersCount: 100 });
  expect(server.maxConnections).toBe(2000);
});
