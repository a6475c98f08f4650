import { IncomingMessage, type RequestListener, Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { inRequest, newRequestId } from "#kernel/process/log.ts";
import { PEER_HEADER } from "#lib/request/headers/network-address.ts";
import { nameResponse } from "#lib/request/streams/node-responses.ts";
import { removeInternalHeaders } from "./internal-headers.ts";
import { addPageHeaders } from "./page-headers.ts";

interface Refusal {
  readonly status: 400 | 404 | 413 | 417 | 431 | 503;
  readonly sentence: string;
}

const NOT_A_PATH: Refusal = { status: 400, sentence: "The request path is not valid. It must begin with a slash." };
const NO_DATA: Refusal = { status: 404, sentence: "not found" };
const NO_EXPECTATION: Refusal = { status: 417, sentence: "The value of the Expect header is not supported." };
const NO_ANSWER: Refusal = { status: 503, sentence: "The portal did not respond in time. Try again in a minute." };
const tooLong = (bytes: number): Refusal => ({
  status: 413,
  sentence: `This request is too long. The portal accepts at most ${bytes.toLocaleString("en-US")} bytes of a request.`,
});
const tooManyHeaders = (most: number): Refusal => ({
  status: 431,
  sentence: `This request has too many headers. The portal accepts fewer than ${most}.`,
});

/** A request whose body is counted while Node parses it, and which can be read only when it is complete. */
class CountedMessage extends IncomingMessage {
  /** The bytes of the body received so far. */
  received = 0;
  /** The most bytes to keep; the rest is dropped. */
  most = 0;
  whenTooLong: (() => void) | null = null;
  whenComplete: (() => void) | null = null;

  /** Called by Node's HTTP parser for each piece of the body, and with null at its end. */
  override push(piece: Uint8Array | null): boolean {
    if (piece === null) {
      const more = super.push(null);
      this.whenComplete?.();
      return more;
    }
    this.received += piece.length;
    if (this.received > this.most) {
      this.whenTooLong?.();
      return true;
    }
    super.push(piece);
    // `most` bounds the buffered body, so the parser may continue to its end without a reader.
    return true;
  }
}

/** The refusal for the request line and the headers, or null. */
function refusalOf(request: IncomingMessage, limits: HttpLimits): Refusal | null {
  if (request.rawHeaders.length / 2 >= limits.headers) return tooManyHeaders(limits.headers);
  if (Number(request.headers["content-length"] ?? 0) > limits.bodyBytes) return tooLong(limits.bodyBytes);
  if (!request.url?.startsWith("/")) return NOT_A_PATH;
  return isDataPath(request.url) ? NO_DATA : null;
}

/**
 * Whether a path is a data URL of the Next.js Pages Router. The portal has no such page, but Next.js
 * would remove the prefix and serve the rest of the path, even an API route, as if one of the portal's own pages had requested it.
 */
export function isDataPath(url: string): boolean {
  let path = url.split(/[?#]/, 1)[0] ?? "";
  // More rounds of decoding than any code behind this server does.
  for (let times = 0; times < 4; times++)
    path = path.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const plain = path.toLowerCase().replace(/[\\/]+/g, "/");
  const resolved = URL.canParse(plain, "http://portal") ? new URL(plain, "http://portal").pathname : plain;
  return [plain, resolved].some((each) => /\/_next\/data(?:\/|$)/.test(each));
}

/**
 * Responds immediately and closes the connection, without waiting for the rest of the request. The response is written to the socket and not to the
 * response object, because Node would then destroy the connection: a client that is still sending would see a reset
 * instead of the response.
 */
function refuse(request: CountedMessage, response: ServerResponse, { status, sentence }: Refusal, limits: HttpLimits): void {
  const { socket } = request;
  request.most = -1;
  request.whenComplete = null;
  // Another response is still being written to this connection; a refusal cannot be inserted into it.
  if (response.socket === null || response.headersSent) {
    socket.destroy();
    return;
  }
  const headers = {
    ...response.getHeaders(),
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(sentence),
    "cache-control": "no-store",
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${request.method === "HEAD" ? "" : sentence}`);
  const most = request.received + limits.lingerBytes;
  request.whenTooLong = () => request.received > most && socket.destroy();
  closeLater(socket, limits.lingerMs);
}

function closeLater(socket: Socket, ms: number): void {
  const late = setTimeout(() => socket.destroy(), ms);
  socket.once("close", () => clearTimeout(late));
}

/**
 * The portal's HTTP server, in front of Next.js and all its built-in routes. Every request passes it,
 * with any method, path and transfer encoding:
 * - its body is counted while it is parsed, and a request is passed on only when it is complete. So Next.js never gets
 *   more than `bodyBytes`, waits for a body, or begins a response that a refusal would have to interrupt;
 * - a refusal (400, 404, 408, 413, 417, 431, and 503 when no response begins in time) is sent immediately and closes the connection;
 * - internal headers of Next.js are removed from requests that come from outside, and the peer address of the
 *   connection is stored in `x-sallyport-peer`;
 * - a page gets its content security policy;
 * - no connection is upgraded to another protocol.
 */
export function createHttpServer(handle: RequestListener, limits: HttpLimits = HTTP_LIMITS): Server {
  const server = new Server<typeof CountedMessage>({
    IncomingMessage: CountedMessage,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.keepAliveMs,
    shouldUpgradeCallback: () => false,
  });
  server.maxHeadersCount = limits.headers;
  server.maxConnections = limits.connections;

  const accept = (request: CountedMessage, response: ServerResponse, refusal = refusalOf(request, limits)): boolean => {
    // Further requests after a refused one on the same connection are not read.
    if (request.socket.writableEnded) return false;
    if (refusal !== null) {
      refuse(request, response, refusal, limits);
      return false;
    }
    request.most = limits.bodyBytes;
    request.whenTooLong = () => refuse(request, response, tooLong(limits.bodyBytes), limits);
    request.whenComplete = () => {
      removeInternalHeaders(request);
      addPageHeaders(request, response);
      nameResponse(request, response);
      // An action call that Next.js forwards to another page already has the address of the client.
      request.headers[PEER_HEADER] ??= request.socket.remoteAddress ?? "unknown";
      const late = setTimeout(() => response.headersSent || refuse(request, response, NO_ANSWER, limits), limits.answerMs);
      response.once("close", () => clearTimeout(late));
      inRequest(newRequestId(), () => handle(request, response));
    };
    return true;
  };
  server.on("request", (request, response) => void accept(request as CountedMessage, response));
  server.on("checkContinue", (request, response) => {
    if (accept(request as CountedMessage, response)) response.writeContinue();
  });
  server.on("checkExpectation", (request, response) => void accept(request as CountedMessage, response, NO_EXPECTATION));
  return server as unknown as Server;
}

/** The limits of the portal's HTTP server for one request, one connection and all connections together. */
export interface HttpLimits {
  /** The longest body of a request, in bytes as sent. No entry point needs a tenth of it. */
  readonly bodyBytes: number;
  /** The most headers of one request. Node silently drops headers over its own limit, so this lower limit refuses the request. */
  readonly headers: number;
  /** Milliseconds from a request's first byte until its headers are complete. */
  readonly headersMs: number;
  /** Milliseconds from a request's first byte until its body is complete. The response may take longer. */
  readonly requestMs: number;
  /** Milliseconds from a complete request until its response begins. Streams have their own time limit. */
  readonly answerMs: number;
  /** The interval in milliseconds at which the times of a request are checked. */
  readonly checkMs: number;
  /** Milliseconds that an unused connection stays open: longer than a load balancer's, which is 60 seconds at AWS. */
  readonly keepAliveMs: number;
  /** Milliseconds for the client to read a refusal before the connection is destroyed. */
  readonly lingerMs: number;
  /** Bytes that are read and dropped after a refusal, so that a client sees the response before the reset. */
  readonly lingerBytes: number;
  /** The most connections of one process at the same time; further ones are closed immediately. */
  readonly connections: number;
}

/** The limits of production. Tests pass shorter times. docs/security.md repeats the figures. */
export const HTTP_LIMITS: HttpLimits = {
  bodyBytes: 64 * 1024,
  headers: 100,
  headersMs: 15_000,
  requestMs: 30_000,
  answerMs: 120_000,
  checkMs: 1000,
  keepAliveMs: 65_000,
  lingerMs: 1000,
  lingerBytes: 512 * 1024,
  connections: 2000,
};
