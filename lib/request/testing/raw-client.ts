import { connect } from "node:net";

/** A TCP connection on which a test writes exact bytes. */
interface Client {
  readonly write: (text: string) => void;
  /** Resolves as soon as the received data contains the text. */
  readonly until: (text: string) => Promise<string>;
  /** All received data, after the server has closed the connection. */
  readonly closed: Promise<string>;
}

export function openClient(port: number): Client {
  const socket = connect({ port, host: "127.0.0.1" });
  let text = "";
  const waiting = new Map<string, (text: string) => void>();
  socket.setEncoding("latin1").on("data", (part: string) => {
    text += part;
    for (const [wanted, resolve] of waiting) if (text.includes(wanted)) resolve(text);
  });
  socket.on("error", () => undefined);
  return {
    write: (more) => void socket.write(more, "latin1"),
    until: (wanted) => new Promise((resolve) => (text.includes(wanted) ? resolve(text) : waiting.set(wanted, resolve))),
    closed: new Promise((resolve) => socket.on("close", () => resolve(text))),
  };
}

/** Sends a text and returns everything that was received until the server closed the connection. */
export function sendText(port: number, lines: readonly string[], body = ""): Promise<string> {
  const client = openClient(port);
  client.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  return client.closed;
}
