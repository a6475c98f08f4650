import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A socket that has sent a request and reads nothing until one of the methods is called. */
export interface RawReader {
  readonly socket: Socket;
  /** What was read so far. */
  text(): string;
  /** Starts reading; resolves when the text contains `mark`. */
  until(mark: string): Promise<void>;
  /** Starts reading; resolves when the server has closed the connection. */
  closed(): Promise<void>;
}

export interface RawRequest {
  readonly cookie: string;
  /** The portal's origin; by default the port on localhost. */
  readonly origin?: string;
  readonly method?: string;
  readonly path?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Sends a request to a port of this machine over its own socket. */
export async function askRaw(
  port: number,
  { cookie, origin = `http://localhost:${port}`, method = "GET", path = "/", body }: RawRequest,
): Promise<RawReader> {
  const socket = connect(port, "localhost");
  socket.setMaxListeners(0);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  const sent = body === undefined ? "" : JSON.stringify(body);
  const headers = [
    `${method} ${path} HTTP/1.1`,
    `host: ${new URL(origin).host}`,
    `origin: ${origin}`,
    "sec-fetch-site: same-origin",
    // The socket then closes with the response, and not after the time that unused connections are kept.
    "connection: close",
    `cookie: ${cookie}`,
    ...(body === undefined ? [] : ["content-type: application/json", `content-length: ${Buffer.byteLength(sent)}`]),
  ];
  socket.write(`${headers.join("\r\n")}\r\n\r\n${sent}`);
  let text = "";
  let reading = false;
  const read = () => {
    if (reading) return;
    reading = true;
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-5_000_000);
    });
  };
  return {
    socket,
    text: () => text,
    async until(mark) {
      read();
      while (!text.includes(mark)) {
        if (socket.closed || socket.readableEnded) throw new Error(`closed without ${mark}: ${text.slice(-500)}`);
        await Promise.race([once(socket, "data"), once(socket, "close"), once(socket, "end")]);
      }
    },
    async closed() {
      read();
      if (!socket.closed) await once(socket, "close");
    },
  };
}
