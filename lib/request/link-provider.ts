import "server-only";
import { after } from "next/server";
import type { EmailConfig } from "next-auth/providers/email";
import { createTransport } from "nodemailer";
import { webEnv } from "#lib/kernel/env.ts";
import { logUnexpected } from "./log-unexpected.ts";

const LINK_MINUTES = 10;

/**
 * Sign-in by a mailed link. The link leads to a page with a button, since whatever reads mail also opens the links in it.
 * The mail leaves after the answer, so that its time tells nobody whether an address is known.
 */
export function linkProvider(): EmailConfig {
  const { smtpUrl, mailFrom } = webEnv();
  const transport = createTransport(smtpUrl.reveal());
  return {
    id: "email",
    type: "email",
    name: "Email",
    maxAge: LINK_MINUTES * 60,
    from: mailFrom,
    server: "",
    options: {},
    async sendVerificationRequest({ identifier, url }) {
      const link = new URL(url);
      const page = new URL("/sign-in/confirm", link.origin);
      page.search = link.search;
      const text = `Open this link to sign in. It works once, for ${LINK_MINUTES} minutes:\n\n${page.href}\n\nIf you did not ask for it, ignore this mail: nobody gets in without it.\n`;
      after(async () => {
        try {
          await transport.sendMail({ to: identifier, from: mailFrom, subject: "Your link to sign in", text });
        } catch (error) {
          logUnexpected("sign-in mail", error);
        }
      });
    },
  };
}
