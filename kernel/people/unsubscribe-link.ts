import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { CustomerId, UserId } from "#kernel/ids.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { authHmac } from "./auth-hmac.ts";
import { EMAIL_KINDS } from "./email-kinds.ts";

const EmailChoice = z.strictObject({ customerId: CustomerId, userId: UserId, kind: z.enum(EMAIL_KINDS) });
/** Emails of one kind to one person about one customer. */
export type EmailChoice = z.infer<typeof EmailChoice>;

/**
 * The token of an unsubscribe link: what it turns off, and an HMAC-SHA256 of that with a key derived from AUTH_SECRET. The link needs no
 * sign-in and does not expire (RFC 8058); it can only turn these emails off. It stops working when its AUTH_SECRET is removed.
 */
export function unsubscribeToken(authSecret: Secret<string>, { customerId, userId, kind }: EmailChoice): string {
  return [customerId, userId, kind, macOf(authSecret, { customerId, userId, kind })].join("~");
}

/** What the link with this token turns off; null if it was made with none of these secrets. */
export function readUnsubscribeToken(authSecrets: readonly Secret<string>[], token: string): EmailChoice | null {
  const [customerId, userId, kind, mac = "", ...more] = token.split("~");
  const choice = EmailChoice.safeParse({ customerId, userId, kind });
  if (!choice.success || more.length > 0) return null;
  return authSecrets.some((secret) => isSameMac(macOf(secret, choice.data), mac)) ? choice.data : null;
}

/** The page of an unsubscribe link, on which a person confirms. */
export const unsubscribePath = (token: string): string => `/unsubscribe/${encodeURIComponent(token)}`;

/** The address to which the page's form and, with one click, email programs post (RFC 8058). */
export const unsubscribePostPath = (token: string): string => `${unsubscribePath(token)}/confirm`;

function macOf(authSecret: Secret<string>, { customerId, userId, kind }: EmailChoice): string {
  return authHmac(authSecret, "unsubscribe").update([customerId, userId, kind].join("\n")).digest("base64url");
}

function isSameMac(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
