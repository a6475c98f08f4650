import { IncomingMessage, type RequestListener, Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { PEER_HEADER } from "#lib/request/headers/network-address.ts";
import { HTTP_LIMITS, type HttpLimits } from "./http-limits.ts";
import { removeInternalHeaders } from "./internal-headers.ts";

interface Refusal {
  readonly status: 400 | 404 | 413 | 417 | 431 | 503;
  readonly sentence: string;
}

const NOT_A_PATH: Refusal = { status: 400, sentence: "This request names no path of the portal. Send one that begins with a slash." };
const NO_DATA: Refusal = { status: 404, sentence: "not found" };
const NO_EXPECTATION: Refusal = { status: 417, sentence: "This request expects something that the portal doesn't know." };
const NO_ANSWER: Refusal = { status: 503, sentence: "The portal did not answer in time. Try again in a minute." };
const tooLong = (bytes: number): Refusal => ({
  status: 413,
  sentence: `This request is too long. The portal reads at most ${bytes.toLocaleString("en-US")} bytes of a request.`,
});
const tooManyHeaders = (most: number): Refusal => ({
  status: 431,
  sentence: `This request has too many headers. The portal reads fewer than ${most}.`,
});

/** A request whose body is counted as it is parsed, whoever reads it, and whose reader waits until it is complete. */
class CountedMessage extends IncomingMessage {
  /** Bytes of the body so far. */
  received = 0;
  /** The most that is kept; anything beyond is dropped. */
  most = 0;
  whenTooLong: (() => void) | null = null;
  whenComplete: (() => void) | null = null;

  /** Called by Node's parser for each piece of the body, and with null at its end. */
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
    // The limit bounds what waits here, so the parser goes on to the end of the body, also while nobody reads.
    return true;
  }
}

/** What is wrong with a request by its first lines, or null. */
function refusalOf(request: IncomingMessage, limits: HttpLimits): Refusal | null {
  if (request.rawHeaders.length / 2 >= limits.headers) return tooManyHeaders(limits.headers);
  if (Number(request.headers["content-length"] ?? 0) > limits.bodyBytes) return tooLong(limits.bodyBytes);
  if (!request.url?.startsWith("/")) return NOT_A_PATH;
  return isDataPath(request.url) ? NO_DATA : null;
}

/**
 * Whether a path is one of the framework's data for pages of its former router. The portal has no such page, but the framework
 * would remove the prefix and serve what is behind it, an API route too, as if one of our own pages had asked.
 */
export function isDataPath(url: string): boolean {
  let path = url.split(/[?#]/, 1)[0] ?? "";
  // Nobody behind decodes a path as often as this.
  for (let times = 0; times < 4; times++)
    path = path.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const plain = path.toLowerCase().replace(/[\\/]+/g, "/");
  const resolved = URL.canParse(plain, "http://portal") ? new URL(plain, "http://portal").pathname : plain;
  return [plain, resolved].some((each) => /\/_next\/data(?:\/|$)/.test(each));
}

/**
 * Answers at once and closes the connection, without waiting for the rest of the request. The answer is written past the
 * response object, because Node would destroy the connection with it: a client that is still sending would see a reset
 * instead of the answer.
 */
function refuse(request: CountedMessage, response: ServerResponse, { status, sentence }: Refusal, limits: HttpLimits): void {
  const { socket } = request;
  request.most = -1;
  request.whenComplete = null;
  // Another answer is still being written on this connection; in the middle of it nothing can be said.
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
 * The portal's HTTP server, in front of the framework and of everything that it answers by itself. Every request passes here,
 * whatever its method, path and transfer encoding:
 * - its body is counted as it is parsed, and a request is handed on only when it is complete. So nothing behind can be given
 *   more than `bodyBytes`, wait for a body, or begin an answer that a refusal would have to interrupt;
 * - a refusal (400, 404, 408, 413, 417, 431, and 503 when no answer begins in time) is answered at once and closes the connection;
 * - headers by which the framework talks to itself are removed from what comes from outside, and the other end of the
 *   connection is named in `x-sallyport-peer`;
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
    // What follows a refused request on the same connection is not read.
    if (request.socket.writableEnded) return false;
    if (refusal !== null) {
      refuse(request, response, refusal, limits);
      return false;
    }
    request.most = limits.bodyBytes;
    request.whenTooLong = () => refuse(request, response, tooLong(limits.bodyBytes), limits);
    request.whenComplete = () => {
      removeInternalHeaders(request);
      // A call that the framework passes on to another page names the person's address already.
      request.headers[PEER_HEADER] ??= request.socket.remoteAddress ?? "unknown";
      const late = setTimeout(() => response.headersSent || refuse(request, response, NO_ANSWER, limits), limits.answerMs);
      response.once("close", () => clearTimeout(late));
      handle(request, response);
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
