import { connect } from "node:net";

export interface RawResponse {
  /** The status of the final response; 0 if the connection closed before it arrived. */
  readonly status: number;
  readonly text: string;
  /** The number of body bytes that were written to the socket before the portal closed it. */
  readonly sent: number;
}

export interface RawRequest {
  /** Request line and headers, without the line breaks. */
  readonly head: readonly string[];
  /** Sent after the head, piece by piece, until the portal closes the connection. */
  readonly body?: Iterable<Uint8Array | string>;
}

/**
 * Sends a request exactly as given, which client libraries do not do, and reads until the portal closes the connection. Writes the body only as
 * fast as the portal reads it.
 */
export function sendRaw(portalUrl: string, { head, body = [] }: RawRequest): Promise<RawResponse> {
  const { hostname, port } = new URL(portalUrl);
  return new Promise((resolve) => {
    const pieces = body[Symbol.iterator]();
    let [text, sent] = ["", 0];
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const write = () => {
      for (let piece = pieces.next(); !piece.done; piece = pieces.next()) {
        if (!socket.writable) return;
        sent += piece.value.length;
        if (!socket.write(piece.value)) return;
      }
    };
    socket.on("connect", () => {
      socket.write(`${head.join("\r\n")}\r\n\r\n`);
      write();
    });
    socket.on("drain", write);
    socket.setEncoding("latin1").on("data", (part: string) => {
      text += part;
    });
    // The portal may reset the connection after it has rejected the request.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const final = text.replace(/^(?:HTTP\/1\.1 1\d\d [^\r]*\r\n\r\n)+/, "");
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(final)?.[1] ?? 0), text: final, sent });
    });
    socket.on("end", () => socket.end());
  });
}

/** The pieces of a chunked body: `count` chunks of `bytes` bytes each, without the final empty chunk. */
export function* endlessChunks(bytes: number, count: number): Generator<Buffer> {
  const chunk = Buffer.from(`${bytes.toString(16)}\r\n${"a".repeat(bytes)}\r\n`);
  for (let sent = 0; sent < count; sent++) yield chunk;
}
