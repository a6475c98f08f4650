import type { EmailConfig } from "next-auth/providers/email";

/**
 * Sign-in by a mailed link, as configured in the sign-in service (Auth.js). Auth.js never creates or mails a link: a request for one is handled in
 * `mailed-link.ts`, and the worker sends it.
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
