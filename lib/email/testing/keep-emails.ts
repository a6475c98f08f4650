import { afterAll, beforeAll, beforeEach } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { SecretValues } from "#kernel/process/secret-values.ts";
import type { MailSettings } from "#lib/email/send-email.ts";
import { type MailServer, startMailServer } from "./mail-server.ts";

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
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer((raw) => received.push(raw));
  });
  beforeEach(() => {
    received.length = 0;
  });
  afterAll(() => server.close());
  return {
    received,
    settings: {
      ...{ appUrl: "https://portal.example", mailFrom: "Sallyport <portal@partner.example>" },
      ...{ authSecret, authSecrets: [authSecret] },
      // The port is known when the server has started.
      get smtpUrl() {
        return new SecretValues(() => [server.url]);
      },
    },
  };
}
