import { z } from "zod";

/**
 * An email address, trimmed and in lowercase, of at most 254 characters. Spaces, control characters, commas, semicolons,
 * brackets and quotes are rejected, since they could add a recipient or a header to an email. A CHECK in the database
 * enforces the same rule.
 */
export const EmailAddress = z
  .string("Enter an email address.")
  .trim()
  .toLowerCase()
  .min(1, "Enter an email address.")
  .max(254, "This address is longer than 254 characters.")
  .regex(/^[^\s\p{Cc},;<>"@]+@[^\s\p{Cc},;<>"@]+$/u, "Enter a valid email address, such as owner@example.com.")
  .brand<"EmailAddress">();
export type EmailAddress = z.infer<typeof EmailAddress>;

/** The partner's name, from MAIL_FROM: the display name of `Partner Example <portal@partner.example>`, or else the domain. */
export function nameOfSender(mailFrom: string): string {
  const name = /^"?([^"<]*?)"?\s*</.exec(mailFrom)?.[1]?.trim();
  return name || (mailFrom.split("@")[1] ?? mailFrom).replace(/>.*$/, "");
}
