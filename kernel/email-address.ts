import { z } from "zod";

/**
 * An e-mail address as we keep it: trimmed, lower-case, at most 254 characters, without what could smuggle a second
 * recipient or a header into a mail (spaces, controls, commas, semicolons, brackets, quotes). The database checks the same.
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
