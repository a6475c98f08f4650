import type { EmailConfig } from "next-auth/providers/email";

/**
 * Sign-in by a mailed link, as the sign-in service knows it. It never writes or mails a link itself: a request for one ends in
 * `mailed-link.ts` and the worker sends it.
 */
export function linkProvider(): EmailConfig {
  return {
    id: "email",
    type: "email",
    name: "Email",
    maxAge: 600,
    from: "",
    server: "",
    options: {},
    sendVerificationRequest: async () => {
      throw new Error("the sign-in service sends no mail itself");
    },
  };
}
