import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { freePort } from "#db/testing/free-port.ts";
import { Secret } from "#kernel/process/secret.ts";
import { SecretValues } from "#kernel/process/secret-values.ts";
import type { MailSettings } from "#lib/email/send-email.ts";

/** A mail server for the tests of a file, which accepts every email. */
export interface KeptEmails {
  /** The emails of the current test as they were sent, the oldest first. */
  readonly received: string[];
  /** The settings with which the portal sends to it. */
  readonly settings: MailSettings;
}

/** Starts a mail server before the tests of a file, forgets its emails before each, and stops it after them. */
export function keepEmails(): KeptEmails {
  const received: string[] = [];
  const authSecret = new Secret("a secret that is at least thirty-two bytes");
  let port = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        received.push(Buffer.concat(parts).toString("utf8"));
        done();
      });
    },
  });
  beforeAll(async () => {
    port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    received.length = 0;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
  return {
    received,
    settings: {
      ...{ appUrl: "https://portal.example", mailFrom: "Sallyport <portal@partner.example>" },
      ...{ authSecret, authSecrets: [authSecret] },
      // The port is known when the server has started.
      get smtpUrl() {
        return new SecretValues(() => [`smtp://127.0.0.1:${port}`]);
      },
    },
  };
}
