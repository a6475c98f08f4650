import { connect } from "node:net";

export interface RawAnswer {
  /** Of the final answer; 0 when the connection closed before one arrived. */
  readonly status: number;
  readonly text: string;
  /** Bytes of the request's body that were handed to the socket before the portal closed it. */
  readonly sent: number;
}

export interface RawRequest {
  /** Request line and headers, without the line breaks. */
  readonly head: readonly string[];
  /** Sent after the head, piece by piece, until the portal closes the connection. */
  readonly body?: Iterable<Uint8Array | string>;
}

/**
 * Sends a request byte by byte as given, which no client library would, and reads until the portal closes the connection:
 * a test that ends proves that it did. The body is written no faster than the portal takes it.
 */
export function sendRaw(portalUrl: string, { head, body = [] }: RawRequest): Promise<RawAnswer> {
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
    // The portal may reset the connection when it has refused what is still on its way.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const final = text.replace(/^(?:HTTP\/1\.1 1\d\d [^\r]*\r\n\r\n)+/, "");
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(final)?.[1] ?? 0), text: final, sent });
    });
    socket.on("end", () => socket.end());
  });
}

/** A chunked body's pieces: `count` chunks of `bytes` bytes each, without the last chunk that would end it. */
export function* endlessChunks(bytes: number, count: number): Generator<Buffer> {
  const chunk = Buffer.from(`${bytes.toString(16)}\r\n${"a".repeat(bytes)}\r\n`);
  for (let sent = 0; sent < count; sent++) yield chunk;
}
