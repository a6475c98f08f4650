import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface MailServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a mail server on this machine.
 * @param onMail gets each email as it was sent, and its recipients
 * @param checks what the server rejects; by default nothing
 */
export async function startMailServer(
  onMail: (raw: string, to: readonly string[]) => void,
  checks: Pick<SMTPServerOptions, "onAuth" | "onRcptTo"> = {},
): Promise<MailServer> {
  const server = new SMTPServer({
    ...checks,
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        onMail(
          Buffer.concat(parts).toString("utf8"),
          session.envelope.rcptTo.map(({ address }) => address),
        );
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, url: `smtp://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}
