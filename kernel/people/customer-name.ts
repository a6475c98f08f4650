import { z } from "zod";

/** A company name: one line of 1 to 80 characters, trimmed. A CHECK in the database enforces the same rule. */
export const CustomerName = z
  .string("Enter the company name.")
  .trim()
  .min(1, "Enter the company name.")
  .max(80, "A company name can have up to 80 characters.")
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, "A company name must be one line without control characters.")
  .brand<"CustomerName">();
export type CustomerName = z.infer<typeof CustomerName>;
