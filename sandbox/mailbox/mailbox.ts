import type { AddressInfo } from "node:net";
import PostalMime, { type Address } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** A received email. */
export interface Message {
  readonly id: string;
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** The Message-ID header; empty when there is none. */
  readonly messageId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A mail server that accepts every email and delivers none. */
export interface Mailbox {
  readonly smtpUrl: string;
  /** All emails, newest first, or those to one address, ignoring case. */
  messages(to?: string): readonly Message[];
  find(id: string): Message | undefined;
  clear(): void;
  close(): Promise<void>;
}

/** Above this number, the oldest emails are deleted. */
const MAX_MESSAGES = 200;
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Starts the mail server on the loopback interface. Port 0 uses any free port. */
export async function startMailbox({ smtpPort }: { smtpPort: number }): Promise<Mailbox> {
  const messages: Message[] = [];
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    logger: false,
    onAuth: ({ username }, _, done) => done(null, { user: username ?? "anyone" }),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = envelope.rcptTo.map(({ address }) => address.toLowerCase());
        const keep = async () => {
          const id = String(++count);
          messages.unshift(await read(Buffer.concat(chunks), id, to));
          messages.length = Math.min(messages.length, MAX_MESSAGES);
        };
        keep().then(
          () => done(),
          (failure: unknown) => done(failure instanceof Error ? failure : new Error("unreadable email")),
        );
      });
    },
  });
  // Ignore connection errors, such as a client that disconnects while sending.
  server.on("error", () => {});
  const port = await listen(server, smtpPort);
  return {
    smtpUrl: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    messages: (to) => (to === undefined ? [...messages] : messages.filter((message) => message.to.includes(to.toLowerCase()))),
    find: (id) => messages.find((message) => message.id === id),
    clear: () => messages.splice(0),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(raw: Buffer, id: string, to: readonly string[]): Promise<Message> {
  const { from, subject, text, html, date, messageId } = await PostalMime.parse(raw);
  const sent = date === undefined ? Number.NaN : Date.parse(date);
  return {
    id,
    to,
    from: addressOf(from),
    subject: subject ?? "",
    text: (text ?? html ?? "").trimEnd(),
    messageId: messageId ?? "",
    at: new Date(Number.isNaN(sent) ? Date.now() : sent).toISOString(),
  };
}

const addressOf = (from: Address | undefined): string => from?.address ?? "";

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.server.off("error", reject);
      const address: AddressInfo | string | null = server.server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
